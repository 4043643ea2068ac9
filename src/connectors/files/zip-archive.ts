import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { BadInput } from '#kernel/errors.ts';
import { asBadInput, brokenAt } from './faults.ts';
import { checkEntryCount, checkEntryName, isNoise, type Limits, UnpackGuard } from './limits.ts';

/** A zip file whose table of contents was read and found harmless. */
export type ZipArchive = { zip: ZipFile; entries: Entry[] };

const openZip = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });

const openEntry = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

const unsafeName = /^(invalid relative path|absolute path|invalid characters in fileName)/;

/** Opens a zip file; entries that overlap, declare a bomb's size or lead out of the archive make it refused. */
export async function openZipArchive(path: string, limits: Limits): Promise<ZipArchive> {
  let zip: ZipFile | undefined;
  try {
    zip = await openZip(path);
    checkEntryCount(zip.entryCount, limits, 'the zip file');
    const entries = await listEntries(zip);
    checkSizes(zip, entries, limits);
    return {
      zip,
      entries: entries.filter((entry) => !isNoise(entry.fileName)).sort((a, b) => compare(a.fileName, b.fileName)),
    };
  } catch (error) {
    zip?.close();
    if (error instanceof Error && unsafeName.test(error.message))
      throw new BadInput(
        'the zip file holds a file whose name leads out of the archive; it was not read',
        [{ where: error.message.slice(0, 200), what: 'unsafe name' }],
        'unsafe_path',
      );
    throw asBadInput(error, 'broken_zip', 'the zip file is broken or cut short', 'table of contents');
  }
}

function checkSizes(zip: ZipFile, entries: readonly Entry[], limits: Limits): void {
  let packed = 0;
  let unpacked = 0;
  for (const entry of entries) {
    checkEntryName(entry.fileName, 'the zip file');
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    new UnpackGuard(limits, entry.fileName).check(entry.uncompressedSize, entry.compressedSize);
  }
  if (packed > zip.fileSize)
    throw brokenAt(
      'unpacks_too_large',
      'the files in the zip file overlap, as in a zip bomb; it was not read',
      'table of contents',
    );
  new UnpackGuard(limits, 'the zip file').check(unpacked, packed);
}

/** The unpacked bytes of one entry. */
export async function* readZipEntry({ zip }: ZipArchive, entry: Entry): AsyncGenerator<Buffer> {
  if (entry.isEncrypted())
    throw brokenAt('encrypted', 'the zip file is protected by a password; unpack it first', entry.fileName);
  try {
    for await (const chunk of await openEntry(zip, entry)) yield chunk as Buffer;
  } catch (error) {
    throw asBadInput(error, 'broken_zip', 'a file in the zip file is broken', entry.fileName);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
