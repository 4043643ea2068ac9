import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { extract, pack } from 'tar-stream';

/** Changes a byte of the first part. */
export async function flipByte(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  // Past the first header: a byte of the first part.
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, 512);
  await handle.write(Buffer.from([byte[0]! ^ 0xff]), 0, 1, 512);
  await handle.close();
}

/** Writes an archive anew with another manifest, or without it, and without the parts whose names begin with `without`. */
export async function rewriteArchive(
  file: string,
  change: (manifest: string) => string | undefined,
  without?: string,
): Promise<void> {
  const kept: { name: string; content: Buffer }[] = [];
  for await (const entry of createReadStream(file).pipe(extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    kept.push({ name: entry.header.name, content: Buffer.concat(chunks) });
  }
  const out = pack();
  for (const { name, content } of kept) {
    if (without !== undefined && name.startsWith(`${without}zst`)) continue;
    const text = name === 'manifest.json' ? change(content.toString('utf8')) : content;
    if (text !== undefined) out.entry({ name }, text);
  }
  out.finalize();
  await writeFile(file, out as AsyncIterable<Buffer>);
}

/** Everything in an archive, unpacked, as bytes in latin1: for searching. */
export async function unpackedArchive(file: string): Promise<string> {
  return execFileSync(
    'bash',
    ['-c', 'mkdir "$1.d" && tar xf "$1" -C "$1.d" && find "$1.d" -type f -exec cat {} +', '-', file],
    {
      encoding: 'latin1',
      maxBuffer: 1 << 30,
    },
  );
}
