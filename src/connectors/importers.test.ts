import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '#kernel/errors.ts';
import { MAX_TEXT, neutralEventSchema } from '#modules/events/contract.ts';
import {
  detectionSchema,
  FORMAT_IDS,
  previewSchema,
  readOptionsSchema,
  SKIP_REASONS,
  skipReasonSchema,
} from './contract.ts';
import { detectFormat, IMPORTERS, importerOf, openExport } from './importers.ts';
import { faultOf, fileOf, NOW, readAll } from './testing/read-all.ts';
import { samples } from './testing/samples.ts';

const all = await samples();

describe('the registry', () => {
  it('holds every format once, under its own name', () => {
    expect(IMPORTERS.map(({ id }) => id)).toEqual(FORMAT_IDS);
    for (const id of FORMAT_IDS) expect(importerOf(id).id).toBe(id);
  });

  it('knows every importer that there is a file for', () => {
    const root = fileURLToPath(new URL('.', import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('-importer.ts'),
    );
    expect(files).toHaveLength(FORMAT_IDS.length);
  });

  it('words every reason in both languages', () => {
    for (const reason of skipReasonSchema.options)
      expect(SKIP_REASONS[reason]).toEqual({ zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.any(String) });
  });
});

describe.each(FORMAT_IDS)('%s', (id) => {
  const sample = all[id];

  it('is told from all others, previewed, and read into events that the contract takes', async () => {
    const file = await openExport(await fileOf(sample.name, sample.data));
    const detection = detectionSchema.parse(JSON.parse(JSON.stringify(await detectFormat(file))));
    expect(detection.candidates[0]!.format).toBe(id);
    const settings = { ...readOptionsSchema.parse({ self: 'me' }), now: NOW };
    const preview = previewSchema.parse(JSON.parse(JSON.stringify(await importerOf(id).preview(file, settings))));
    expect(preview).toMatchObject({ format: id, read: sample.events, complete: true });
    expect([undefined, detection.encoding]).toContain(preview.encoding);
    await file.close();
    const { events, skipped } = await readAll(file.path);
    expect(skipped).toEqual([]);
    expect(events).toHaveLength(sample.events);
    for (const event of events) {
      const { position, ...plain } = event;
      expect(position).toEqual(expect.any(Number));
      expect(neutralEventSchema.parse(JSON.parse(JSON.stringify(plain)))).toEqual(plain);
    }
  });

  it('gives the same when read again, and takes the platform and group that are chosen', async () => {
    const path = await fileOf(sample.name, sample.data);
    const { events } = await readAll(path);
    expect((await readAll(path)).events).toEqual(events);
    const chosen = (await readAll(path, { platform: 'elsewhere', group: 'one' })).events;
    expect(new Set(chosen.map(({ platform, group }) => `${platform}/${group}`))).toEqual(new Set(['elsewhere/one']));
  });

  it('fails with BadInput only, whatever is done to the file', async () => {
    let damaged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 })), { maxLength: 5 }),
        fc.nat(),
        fc.boolean(),
        async (damage, cut, shorten) => {
          const bytes = Buffer.from(sample.data);
          for (const [at, patch] of damage)
            bytes.set(patch.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
          const path = await fileOf(sample.name, shorten ? bytes.subarray(0, cut % bytes.length) : bytes);
          try {
            const { events } = await readAll(path);
            if (events.length !== sample.events) damaged++;
            for (const event of events) expect(event.text?.length ?? 0).toBeLessThanOrEqual(MAX_TEXT);
          } catch (error) {
            if (!(error instanceof BadInput)) throw error;
            damaged++;
          }
        },
      ),
      { numRuns: 120 },
    );
    expect(damaged).toBeGreaterThan(10);
  });
});

it.each([
  '{"a":1}',
  '[1,2,3]',
  '<html></html>',
  'a,b\n',
  'hello',
  '2024-05-01 went well\n',
  '{"name":"x","messages":[]}',
  '[]',
  '   ',
])('offers nothing for %j', async (text) => {
  expect(await faultOf(readAll(await fileOf('x.json', text)))).toMatchObject({ code: 'not_an_export' });
});
