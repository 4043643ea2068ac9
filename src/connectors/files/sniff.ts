import { checkEncoding, detectEncoding } from './encoding.ts';
import iconv from 'iconv-lite';
import { type ExportFile, isTextName } from './export-file.ts';

/** The beginning of one entry as text; `text` is empty where it is not text. */
export type Head = {
  readonly name: string;
  readonly text: string;
  readonly encoding?: string;
  readonly problem?: unknown;
};

/** What formats look at to say whether a file is theirs: names of all entries, beginnings of the telling ones. */
export type Sniff = { readonly file: ExportFile; readonly names: readonly string[]; readonly heads: readonly Head[] };

/** How many entries are looked into. */
const MOST_HEADS = 24;

/** Entries whose names say much about a format are looked at first. */
const TELLING = /(^|\/)(users|channels|realm|result|messages-000001|user_archive|posts)\.(json|csv)$|_chat\.txt$/i;

/** Looks at the beginning of an export. Text that cannot be decoded has its `problem` kept, for when nothing else fits. */
export async function sniff(file: ExportFile, encoding?: string): Promise<Sniff> {
  const names = file.entries.map(({ name }) => name);
  const texts = names.length === 1 ? names : names.filter(isTextName);
  const chosen = [...texts.filter((name) => TELLING.test(name)), ...texts.filter((name) => !TELLING.test(name))].slice(
    0,
    MOST_HEADS,
  );
  const heads: Head[] = [];
  for (const name of chosen) heads.push(readHead(name, await file.head(name), encoding));
  return { file, names, heads };
}

/** The text at the beginning of an entry. */
export function readHead(name: string, bytes: Buffer, named?: string): Head {
  try {
    const encoding = named === undefined ? detectEncoding(bytes, name) : checkEncoding(named);
    return { name, text: iconv.decode(bytes, encoding ?? 'utf-8'), encoding };
  } catch (problem) {
    return { name, text: '', problem };
  }
}
