import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive; names use `/`. */
export type ZipEntry = { name: string; content: string };

const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
const VERSION = 20;

type Placed = { name: Buffer; crc: number; packed: Buffer; size: number; offset: number };

/** The fields that both headers of a file share. */
function common({ name, crc, packed, size }: Placed): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(UTF8_NAMES, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  // 1980-01-01: the archive says elsewhere when it was made.
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

/** A ZIP archive (APPNOTE 6.3) of a few files that fit in memory, up to 4 GB in all. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const pieces: Buffer[] = [];
  const placed: Placed[] = [];
  let offset = 0;
  const put = (...given: Buffer[]): void => {
    for (const piece of given) {
      pieces.push(piece);
      offset += piece.length;
    }
  };
  for (const { name, content } of entries) {
    const bytes = Buffer.from(content);
    const entry: Placed = {
      name: Buffer.from(name),
      crc: crc32(bytes),
      packed: deflateRawSync(bytes),
      size: bytes.length,
      offset,
    };
    placed.push(entry);
    put(Buffer.from('PK\x03\x04', 'latin1'), common(entry), entry.name, entry.packed);
  }
  const directory = offset;
  for (const entry of placed) {
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(entry.offset, 10);
    const made = Buffer.alloc(2);
    made.writeUInt16LE(VERSION, 0);
    put(Buffer.from('PK\x01\x02', 'latin1'), made, common(entry), rest, entry.name);
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(placed.length, 4);
  end.writeUInt16LE(placed.length, 6);
  end.writeUInt32LE(offset - directory, 8);
  end.writeUInt32LE(directory, 12);
  put(Buffer.from('PK\x05\x06', 'latin1'), end);
  return Buffer.concat(pieces);
}
