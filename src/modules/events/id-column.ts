import { idFromBytes, NIL_ID } from '#kernel/ids.ts';

/** An id as four words: the 16 bytes in which it is written, read four at a time. Lighter to keep than its text. */
export type IdWords = { readonly a: number; readonly b: number; readonly c: number; readonly d: number };

/** A column of ids, 16 bytes a row. Derived ids are written into `bytes` directly. */
export class IdColumn {
  bytes = new Uint8Array(0);
  words = new Int32Array(0);

  /** Makes room for so many rows and keeps those that are there. */
  grow(rows: number): void {
    const bytes = new Uint8Array(rows * 16);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.words = new Int32Array(bytes.buffer);
  }

  put(row: number, id: IdWords): void {
    const { words } = this;
    const at = row * 4;
    words[at] = id.a;
    words[at + 1] = id.b;
    words[at + 2] = id.c;
    words[at + 3] = id.d;
  }

  /** Writes "none". */
  clear(row: number): void {
    this.words.fill(0, row * 4, row * 4 + 4);
  }

  textAt(row: number): string {
    const { words } = this;
    const at = row * 4;
    const none = (words[at]! | words[at + 1]! | words[at + 2]! | words[at + 3]!) === 0;
    return none ? NIL_ID : idFromBytes(this.bytes, at * 4);
  }

  /** The bytes of a range of rows, as they are: no copy. */
  range(from: number, to: number): Uint8Array {
    return this.bytes.subarray(from * 16, to * 16);
  }

  /** The bytes of some rows, side by side. */
  pick(rows: Uint32Array): Uint8Array {
    const { words } = this;
    const picked = new Int32Array(rows.length * 4);
    for (let i = 0; i < rows.length; i++) {
      const at = rows[i]! * 4;
      for (let word = 0; word < 4; word++) picked[i * 4 + word] = words[at + word]!;
    }
    return new Uint8Array(picked.buffer);
  }
}
