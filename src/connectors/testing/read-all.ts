import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BadInput } from '#kernel/errors.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { atEnd } from '#testkit/at-end.ts';
import type { Detection, FormatId, Skipped } from '../contract.ts';
import { detectFormat, importerOf, openExport, type ReadSettings, SkipTally } from '../importers.ts';

/** The moment at which tests read. */
export const NOW = Date.UTC(2026, 10, 23, 4, 0, 0);

let folder: Promise<string> | undefined;
let count = 0;

/** A folder for the tests of this file, removed after them. */
function ownFolder(): Promise<string> {
  folder ??= mkdtemp(join(tmpdir(), 'qunluo-import-')).then((path) => {
    atEnd(async () => {
      folder = undefined;
      await rm(path, { recursive: true, force: true });
    });
    return path;
  });
  return folder;
}

/** Writes a file into a folder that is removed after the tests of this file; its path. */
export async function fileOf(name: string, data: string | Buffer): Promise<string> {
  const path = join(await ownFolder(), String(count++), name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
  return path;
}

/** Writes files into one folder; its path. */
export async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const root = join(await ownFolder(), String(count++));
  for (const [name, data] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), data);
  }
  return root;
}

export type ReadOut = { detection: Detection; format: FormatId; events: NeutralEvent[]; skipped: Skipped[] };

/** Opens, detects and reads an export through the same calls as the server and the command line. */
export async function readAll(path: string, settings: Partial<ReadSettings> = {}): Promise<ReadOut> {
  const file = await openExport(path);
  try {
    const detection = await detectFormat(file, settings);
    const format = detection.candidates[0]!.format;
    const tally = new SkipTally();
    const events: NeutralEvent[] = [];
    for await (const event of importerOf(format).read(file, { now: NOW, ...settings }, tally)) events.push(event);
    return { detection, format, events, skipped: tally.list() };
  } finally {
    await file.close();
  }
}

/** The preview of a file by the format it is taken for. */
export async function previewOf(path: string, settings: Partial<ReadSettings> = {}) {
  const file = await openExport(path);
  try {
    const { candidates } = await detectFormat(file);
    return await importerOf(candidates[0]!.format).preview(file, { now: NOW, ...settings });
  } finally {
    await file.close();
  }
}

/** The BadInput that a piece of work ends with; anything else is a failure of the test. */
export async function faultOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof BadInput) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it was read without a fault');
}

/** The facts of events that most tests are about. */
export const facts = (events: readonly NeutralEvent[]) =>
  events.map(({ member, kind, at, text }) => [member, kind, at, text]);
