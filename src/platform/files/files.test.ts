import { hash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeImage, FileStore, type FileSpace } from './index.ts';

let dataDir: string;
let space: FileSpace;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'qunluo-files-'));
  space = new FileStore(dataDir).in('a');
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const options = { mediaType: 'text/plain', limits: { bytes: 10 } };
const textOf = async (id: string, from = space) => text((await from.open(id)).stream);

describe('the store', () => {
  it('names a file by its content, keeps it once, and gives it back', async () => {
    const stored = await space.put(Buffer.from('hello'), options);
    expect(stored).toEqual({ id: hash('sha256', 'hello', 'hex'), bytes: 5, mediaType: 'text/plain' });
    expect(await space.put(Readable.from([Buffer.from('hel'), Buffer.from('lo')]), options)).toEqual(stored);
    expect(await textOf(stored.id)).toBe('hello');
    const names = await readdir(join(dataDir, 'files', 'a'), { recursive: true, withFileTypes: true });
    expect(names.filter((entry) => entry.isFile())).toHaveLength(1);
  });

  it('refuses what is empty or too large, and leaves nothing of it', async () => {
    await expect(space.put(Buffer.alloc(0), options)).rejects.toMatchObject({ code: 'empty_file', status: 400 });
    await expect(space.put(Readable.from([Buffer.alloc(8), Buffer.alloc(8)]), options)).rejects.toMatchObject({
      code: 'file_too_large',
      status: 413,
    });
    expect(await readdir(join(dataDir, 'files', 'a', 'incoming'))).toEqual([]);
  });

  it('keeps spaces apart, and no id or space leads out of them', async () => {
    const { id } = await space.put(Buffer.from('mine'), options);
    const other = new FileStore(dataDir).in('b');
    await expect(other.open(id)).rejects.toMatchObject({ status: 404 });
    await other.remove(id);
    expect(await textOf(id)).toBe('mine');
    await space.remove(id);
    await space.remove(id);
    await expect(space.open(id)).rejects.toMatchObject({ status: 404 });
    for (const bad of ['../../etc/passwd', id.toUpperCase(), '']) {
      await expect(space.open(bad)).rejects.toMatchObject({ status: 404 });
    }
    expect(() => new FileStore(dataDir).in('../b')).toThrow(TypeError);
  });
});

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 40, b: 40, alpha: 0.5 } } });

describe('pictures', () => {
  it('are made anew: small, upright, without what the camera wrote', async () => {
    const sent = await picture(1600, 800)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Copyright: 'secret place' } })
      .toBuffer();
    expect(sent.includes('secret place')).toBe(true);
    const { content, mediaType } = await encodeImage(sent, { edge: 400, fit: 'inside' });
    expect(mediaType).toBe('image/webp');
    expect(content.includes('secret place')).toBe(false);
    expect(await sharp(content).metadata()).toMatchObject({ format: 'webp', width: 200, height: 400 });
  });

  it('fill a square when they should, are not blown up when not, and keep their transparency', async () => {
    const sent = await picture(90, 60).png().toBuffer();
    const cover = await encodeImage(sent, { edge: 100, fit: 'cover' });
    expect(await sharp(cover.content).metadata()).toMatchObject({ width: 100, height: 100, hasAlpha: true });
    const inside = await encodeImage(sent, { edge: 100, fit: 'inside' });
    expect(await sharp(inside.content).metadata()).toMatchObject({ width: 90, height: 60 });
  });

  it('are refused when they are drawings with code, other files, broken, or huge once unpacked', async () => {
    const refuse = (content: Buffer | string) =>
      encodeImage(Buffer.from(content), { edge: 100, fit: 'inside' }).then(
        () => 'taken',
        (error: { code?: string }) => error.code,
      );
    expect(await refuse('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>')).toBe(
      'image_not_taken',
    );
    expect(await refuse('%PDF-1.4\n')).toBe('image_not_taken');
    expect(await refuse('hello')).toBe('image_not_taken');
    expect(await refuse('')).toBe('image_not_taken');
    const whole = await sharp(Buffer.from(Array.from({ length: 120_000 }, (_, at) => (at * at) % 251)), {
      raw: { width: 200, height: 200, channels: 3 },
    })
      .png()
      .toBuffer();
    expect(await refuse(whole.subarray(0, whole.length / 2))).toBe('image_unreadable');
    const huge = await sharp({
      create: { width: 8000, height: 6000, channels: 3, background: '#fff' },
    })
      .png()
      .toBuffer();
    expect(huge.length).toBeLessThan(2_000_000);
    expect(await refuse(huge)).toBe('image_unreadable');
  });
});
