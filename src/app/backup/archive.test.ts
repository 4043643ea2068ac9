import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive, verifyArchive } from './archive-reader.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { FORMAT, type Manifest } from './manifest.ts';

const about: Omit<Manifest, 'parts'> = {
  product: 'qunluo',
  format: FORMAT,
  version: '1.2.3',
  takenAt: '2026-01-01T00:00:00.000Z',
  postgres: { migrations: [], tables: [], sequences: [] },
  engine: { migrations: [], tables: [] },
  secret: { salt: '', check: '' },
};

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'qunluo-archive-'))));
afterAll(() => rm(folder, { recursive: true }));

async function* of(chunks: readonly Uint8Array[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

describe('an archive', () => {
  it('gives back every part, byte for byte, in order', async () => {
    const chunk = fc.uint8Array({ maxLength: 3000 });
    let made = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(chunk, { maxLength: 6 }), { maxLength: 5 }), async (parts) => {
        const file = join(folder, `${(made += 1)}.tar`);
        const writer = new ArchiveWriter(file);
        for (const [index, chunks] of parts.entries()) await writer.add(`postgres/public.t${index}`, of(chunks));
        expect(await writer.finish(about)).toBe((await stat(file)).size);
        const manifest = await verifyArchive(file);
        expect(manifest.parts.map(({ bytes }) => bytes)).toEqual(parts.map((chunks) => Buffer.concat(chunks).length));
        const back: [string, Buffer][] = [];
        for await (const { name, content } of readArchive(file)) {
          const pieces: Buffer[] = [];
          for await (const piece of content) pieces.push(piece);
          back.push([name, Buffer.concat(pieces)]);
        }
        expect(back).toEqual(parts.map((chunks, index) => [`postgres/public.t${index}`, Buffer.concat(chunks)]));
      }),
      { numRuns: 40 },
    );
  });

  it('is not there when a source breaks off, nor anything of it', async () => {
    const writer = new ArchiveWriter(join(folder, 'broken.tar'));
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield randomBytes(100_000);
      throw new Error('the source broke');
    };
    await expect(writer.add('engine/events', broken())).rejects.toThrow('the source broke');
    await writer.abandon();
    expect((await readdir(folder)).filter((name) => name.startsWith('broken'))).toEqual([]);
  });

  it('is written and read in memory that does not grow with it', async () => {
    const file = join(folder, 'large.tar');
    const writer = new ArchiveWriter(file);
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = (): void => void (peak = Math.max(peak, process.memoryUsage().rss));
    const source = async function* (): AsyncGenerator<Buffer> {
      for (let megabyte = 0; megabyte < 250; megabyte++) {
        watch();
        yield randomBytes(1 << 20);
      }
    };
    await writer.add('engine/events', source());
    await writer.finish(about);
    let bytes = 0;
    for await (const { content } of readArchive(file))
      for await (const piece of content) {
        bytes += piece.length;
        watch();
      }
    expect(bytes).toBe(250 << 20);
    expect((peak - before) >> 20).toBeLessThan(180);
    await rm(file);
  });
});
