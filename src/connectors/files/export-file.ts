import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BadInput } from '#kernel/errors.ts';
import { listDirectory } from './directory.ts';
import { notAnExport } from './faults.ts';
import { type Limits, LIMITS } from './limits.ts';
import { type Consumed, readGzip, readPlain, takeHead } from './single-file.ts';
import { readTar } from './tar-archive.ts';
import { openZipArchive, readZipEntry } from './zip-archive.ts';

/** One file inside an export; `bytes` is its unpacked size where that is known. */
export type ExportEntry = { readonly name: string; readonly bytes?: number };

/** An entry opened for reading; read it before asking for the next. */
export type OpenEntry = { readonly name: string; readonly bytes: AsyncIterable<Buffer> };

export type Container = 'plain' | 'gzip' | 'zip' | 'tar' | 'tar.gz' | 'directory';

/** An export as files with names, whatever it is packed in. A plain or gzip file has one entry. */
export interface ExportFile {
  readonly path: string;
  /** File name without its folder. */
  readonly name: string;
  readonly container: Container;
  /** Size on disk; of a directory, of all its files. */
  readonly bytes: number;
  readonly entries: readonly ExportEntry[];
  /** Bytes of `bytes` read by the present walk: for progress. */
  readonly consumed: number;
  /** The chosen entries one after another: by name, in a tar archive in its own order. */
  walk(select: (name: string) => boolean): AsyncIterable<OpenEntry>;
  /** The first bytes (at most HEAD_BYTES) of an entry. */
  head(name: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** How much of an entry is looked at to say what it is. */
export const HEAD_BYTES = 64 * 1024;

/** Heads kept while a tar archive is listed, because going back means unpacking it again. */
const KEPT_HEADS = 48;

/**
 * Opens an export: a plain file, gzip, zip, tar, tar.gz, or the directory of an unpacked one. Throws BadInput for what
 * cannot be one (empty, another kind of archive, a bomb, names that lead out of it) and for a path that is not there.
 */
export async function openExport(path: string, limits: Limits = LIMITS): Promise<ExportFile> {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? new BadInput(`${path} does not exist`, [{ where: path, what: 'no such file' }], 'no_such_file')
      : error;
  });
  if (facts.isDirectory()) return openDirectory(path, limits);
  if (!facts.isFile()) throw notAnExport(basename(path), 'it is neither a file nor a directory');
  if (facts.size === 0) throw notAnExport(basename(path), 'the file is empty');
  const magic = await takeHead(readPlain(path, ignore), 512);
  if (isZip(magic)) return openZip(path, facts.size, limits);
  if (magic[0] === 0x1f && magic[1] === 0x8b) return openGzip(path, facts.size, limits);
  if (isTar(magic)) return openTar(path, facts.size, limits, 'tar');
  const foreign = foreignKind(magic);
  if (foreign) throw notAnExport(basename(path), foreign);
  return single(path, basename(path), 'plain', facts.size, (consumed) => readPlain(path, consumed));
}

async function openGzip(path: string, size: number, limits: Limits): Promise<ExportFile> {
  const head = await takeHead(readGzip(path, limits, ignore), 512);
  if (isTar(head)) return openTar(path, size, limits, 'tar.gz');
  if (head.length === 0) throw notAnExport(basename(path), 'the gzip file is empty');
  const inner =
    isZip(head) || (head[0] === 0x1f && head[1] === 0x8b)
      ? 'an archive within a gzip file; unpack it first'
      : foreignKind(head);
  if (inner) throw notAnExport(basename(path), inner);
  return single(path, basename(path).replace(/\.gz$/i, ''), 'gzip', size, (consumed) =>
    readGzip(path, limits, consumed),
  );
}

function single(
  path: string,
  entry: string,
  container: Container,
  bytes: number,
  open: (consumed: Consumed) => AsyncIterable<Buffer>,
): ExportFile {
  let consumed = 0;
  return {
    path,
    name: basename(path),
    container,
    bytes,
    entries: [{ name: entry, ...(container === 'plain' ? { bytes } : {}) }],
    get consumed() {
      return consumed;
    },
    async *walk(select) {
      consumed = 0;
      if (select(entry)) yield { name: entry, bytes: open((now) => (consumed = now)) };
    },
    head: () => takeHead(open(ignore), HEAD_BYTES),
    close: async () => {},
  };
}

async function openZip(path: string, bytes: number, limits: Limits): Promise<ExportFile> {
  const archive = await openZipArchive(path, limits);
  let consumed = 0;
  return {
    path,
    name: basename(path),
    container: 'zip',
    bytes,
    entries: archive.entries.map((entry) => ({ name: entry.fileName, bytes: entry.uncompressedSize })),
    get consumed() {
      return consumed;
    },
    async *walk(select) {
      consumed = 0;
      for (const entry of archive.entries) {
        if (select(entry.fileName)) yield { name: entry.fileName, bytes: readZipEntry(archive, entry) };
        consumed += entry.compressedSize;
      }
    },
    async head(name) {
      const entry = archive.entries.find((one) => one.fileName === name);
      return entry ? takeHead(readZipEntry(archive, entry), HEAD_BYTES) : Buffer.alloc(0);
    },
    close: async () => archive.zip.close(),
  };
}

async function openTar(path: string, bytes: number, limits: Limits, container: 'tar' | 'tar.gz'): Promise<ExportFile> {
  const open = (on: Consumed) =>
    readTar(container === 'tar' ? readPlain(path, on) : readGzip(path, limits, on), limits);
  const heads = new Map<string, Buffer>();
  const entries: ExportEntry[] = [];
  for await (const entry of open(ignore)) {
    entries.push({ name: entry.name, bytes: entry.size });
    if (heads.size < KEPT_HEADS && isTextName(entry.name))
      heads.set(entry.name, await takeHead(entry.bytes, HEAD_BYTES));
  }
  let consumed = 0;
  return {
    path,
    name: basename(path),
    container,
    bytes,
    entries,
    get consumed() {
      return consumed;
    },
    async *walk(select) {
      consumed = 0;
      for await (const entry of open((now) => (consumed = now))) if (select(entry.name)) yield entry;
    },
    head: async (name) => heads.get(name) ?? Buffer.alloc(0),
    close: async () => {},
  };
}

async function openDirectory(path: string, limits: Limits): Promise<ExportFile> {
  const entries = await listDirectory(path, limits);
  if (entries.length === 0) throw notAnExport(basename(path), 'the directory holds no files');
  let consumed = 0;
  return {
    path,
    name: basename(path),
    container: 'directory',
    bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
    entries,
    get consumed() {
      return consumed;
    },
    async *walk(select) {
      let before = 0;
      for (const { name, bytes } of entries) {
        consumed = before;
        const base = before;
        if (select(name)) yield { name, bytes: readPlain(join(path, name), (now) => (consumed = base + now)) };
        before += bytes;
      }
      consumed = before;
    },
    head: (name) => takeHead(createReadStream(join(path, name), { end: HEAD_BYTES - 1 }), HEAD_BYTES),
    close: async () => {},
  };
}

/** Whether a name is that of a text file an importer may look into. */
export const isTextName = (name: string): boolean =>
  /\.(json|jsonl|ndjson|txt|csv|tsv|log)$/i.test(name) || !/\.[A-Za-z0-9]{1,5}$/.test(name);

const ignore: Consumed = () => {};
const isZip = (head: Buffer): boolean =>
  head.length > 3 && head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5 || head[2] === 7);
const isTar = (head: Buffer): boolean => head.subarray(257, 262).toString('latin1') === 'ustar';

const FOREIGN: readonly (readonly [string, string])[] = [
  ['377abcaf271c', 'a 7z archive; unpack it first'],
  ['526172211a07', 'a RAR archive; unpack it first'],
  ['fd377a585a00', 'an xz file; unpack it first'],
  ['28b52ffd', 'a zstd file; unpack it first'],
  ['425a68', 'a bzip2 file; unpack it first'],
  ['53514c69746520666f726d6174203300', 'an SQLite database; export it to CSV or JSON first'],
  ['255044462d', 'a PDF document'],
  ['89504e470d0a1a0a', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['d0cf11e0a1b11ae1', 'an old Office document; save it as CSV first'],
  ['7f454c46', 'a program'],
  ['4d5a90', 'a program'],
];

/** What a file that begins so is, when it is a known kind that is no export. */
function foreignKind(head: Buffer): string | undefined {
  const hex = head.subarray(0, 16).toString('hex');
  return FOREIGN.find(([magic]) => hex.startsWith(magic))?.[1];
}
