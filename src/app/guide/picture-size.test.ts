import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pictureSize } from './picture-size.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qunluo-picture-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['lossy', false, { quality: 80 }],
  ['lossless', false, { lossless: true }],
  ['see-through', true, { quality: 80 }],
] as const)('reads the size of a %s picture from its header', async (name, seeThrough, options) => {
  const background = seeThrough ? { r: 14, g: 159, b: 138, alpha: 0.5 } : { r: 14, g: 159, b: 138 };
  const file = join(folder, `${name}.webp`);
  await sharp({ create: { width: 1279, height: 301, channels: seeThrough ? 4 : 3, background } })
    .webp(options)
    .toFile(file);
  expect(pictureSize(file)).toEqual({ width: 1279, height: 301 });
});

it('says which file is no WebP picture', async () => {
  const file = join(folder, 'text.webp');
  await writeFile(file, 'RIFF'.padEnd(40, 'x'));
  expect(() => pictureSize(file)).toThrow('text.webp is no WebP picture');
});
