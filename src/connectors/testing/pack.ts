import { once } from 'node:events';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A file to be packed: its name and bytes; `claims` lies about its unpacked size, `method` 0 stores it. */
export type Packed = { name: string; data: string | Buffer; claims?: number; flags?: number };

/** A zip file by our own hand, so that tests can make ones that no packer would. */
export function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claims, flags = 0x800 } of files) {
    const raw = Buffer.from(data);
    const packed = deflateRawSync(raw);
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(raw), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims ?? raw.length, 18);
    common.writeUInt16LE(label.length, 22);
    parts.push(Buffer.from('504b0304', 'hex'), common, label, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('504b01021400', 'hex'), common, tail, label);
    offset += 30 + label.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** A tar archive. */
export async function tarOf(files: readonly Packed[]): Promise<Buffer> {
  const tar = pack();
  const chunks: Buffer[] = [];
  tar.on('data', (chunk) => chunks.push(chunk as Buffer));
  for (const { name, data } of files) tar.entry({ name }, Buffer.from(data));
  tar.finalize();
  await once(tar, 'end');
  return Buffer.concat(chunks);
}

/** A gzipped tar archive. */
export const tarGzOf = async (files: readonly Packed[]): Promise<Buffer> => gzipSync(await tarOf(files));
