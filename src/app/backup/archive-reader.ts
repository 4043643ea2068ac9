import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { DataFromNewerVersion } from '#platform/postgres/index.ts';
import { BadInput } from '#kernel/errors.ts';
import { DamagedBackup } from './errors.ts';
import { FORMAT, MANIFEST, type Manifest, type ManifestPart, manifestSchema, partOf } from './manifest.ts';

/** A manifest is held whole; one that claims more is none of ours. Bytes. */
const LARGEST_MANIFEST = 256 << 20;

type Tell = (share: number) => void;
type Entry = AsyncIterable<Buffer> & { header: { name: string; size?: number | undefined } };

/** The entries of a tar, one after the other. `tell` hears how much of the file was read, from 0 to 1. */
async function* entriesOf(file: string, tell: Tell = () => undefined): AsyncGenerator<Entry> {
  const { size } = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`the backup ${file} cannot be read: ${error.message}`, [], 'no_backup');
  });
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  const entries = extract();
  pipeline(source, entries, () => undefined);
  try {
    for await (const entry of entries as AsyncIterable<Entry>) {
      yield entry;
      tell(size === 0 ? 1 : source.bytesRead / size);
    }
  } finally {
    source.destroy();
  }
}

async function readWhole(entry: Entry, limit: number, file: string): Promise<Buffer> {
  if ((entry.header.size ?? 0) > limit) throw new DamagedBackup(file, 'its manifest is too large');
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parseManifest(file: string, text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DamagedBackup(file, 'its manifest is no JSON', error);
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > FORMAT)
    throw new DataFromNewerVersion(`${file} has form ${format} of a backup, this version reads up to ${FORMAT}`);
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) throw new DamagedBackup(file, `its manifest is not one: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

type Found = Pick<ManifestPart, 'name' | 'pieces'>;

function compare(file: string, found: readonly Found[], manifest: Manifest): void {
  for (const [index, { name, pieces }] of manifest.parts.entries()) {
    const there = found[index];
    if (there?.name !== name) throw new DamagedBackup(file, `${name} is missing or in the wrong place`);
    for (const [piece, { bytes, sha256 }] of pieces.entries()) {
      const seen = there.pieces[piece];
      if (seen?.bytes !== bytes || seen.sha256 !== sha256)
        throw new DamagedBackup(file, `piece ${piece} of ${name} is not what was written`);
    }
    if (there.pieces.length !== pieces.length) throw new DamagedBackup(file, `${name} has more than was written`);
  }
  if (found.length > manifest.parts.length)
    throw new DamagedBackup(file, `${found[manifest.parts.length]!.name} is not in its manifest`);
}

/** Reads an archive from end to end and compares every piece with its checksum. Throws before anything is used. */
export async function verifyArchive(file: string, tell?: Tell): Promise<Manifest> {
  const found: Found[] = [];
  let manifest: Manifest | undefined;
  try {
    for await (const entry of entriesOf(file, tell)) {
      const { name } = entry.header;
      const part = partOf(name);
      if (manifest) throw new DamagedBackup(file, 'something follows its end');
      if (name === MANIFEST) {
        manifest = parseManifest(file, (await readWhole(entry, LARGEST_MANIFEST, file)).toString('utf8'));
        continue;
      }
      if (part === undefined) throw new DamagedBackup(file, `${name} is no part of a backup`);
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of entry) {
        hash.update(chunk);
        bytes += chunk.length;
      }
      if (found.at(-1)?.name !== part) found.push({ name: part, pieces: [] });
      found.at(-1)!.pieces.push({ bytes, sha256: hash.digest('hex') });
    }
  } catch (error) {
    if (error instanceof DamagedBackup || error instanceof BadInput || error instanceof DataFromNewerVersion)
      throw error;
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new DamagedBackup(file, `it breaks off or is no tar (${(error as Error).message})`, error);
  }
  if (!manifest) throw new DamagedBackup(file, 'it breaks off: its manifest is missing');
  compare(file, found, manifest);
  return manifest;
}

export type ArchivePart = { name: string; content: AsyncIterable<Buffer> };

/**
 * The parts of an archive that was verified, unpacked as they are read. The content of one has to be read to its end
 * before the next is asked for.
 */
export async function* readArchive(file: string, tell?: Tell): AsyncGenerator<ArchivePart> {
  const entries = entriesOf(file, tell);
  let current = await entries.next();
  try {
    while (!current.done) {
      const name = partOf(current.value.header.name);
      if (name === undefined) return;
      const pieces = async function* (): AsyncGenerator<Buffer> {
        while (!current.done && partOf(current.value.header.name) === name) {
          yield* current.value;
          current = await entries.next();
        }
      };
      const unpacked = createZstdDecompress();
      pipeline(Readable.from(pieces(), { objectMode: false }), unpacked, () => undefined);
      yield { name, content: unpacked };
    }
  } finally {
    await entries.return(undefined);
  }
}
