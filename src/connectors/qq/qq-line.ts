import { parseClock, parseNumericDate, wallOfDate } from '../shared/numeric-date.ts';

/** The head of a QQ message: wall-clock time in milliseconds as if UTC, and who. Without an id only a name was written. */
export type QqHead = { wall: number; name: string; id?: string; title?: string };

const HEAD =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\s+((?:[上下]午|[AP]M)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?)\s+(\S.*)$/i;
const WHO = /^(?:【([^【】]{0,60})】)?(.*?)(?:\((\d{4,13})\)|<([^<>\s]+)>)\s*$/;

/** Splits `2023-05-01 9:03:12 【头衔】昵称(QQ号)` or `… 昵称<邮箱>`; undefined for any other line. */
export function parseQqHead(line: string): QqHead | undefined {
  const first = line.charCodeAt(0);
  if (!(first >= 48 && first <= 57)) return undefined;
  const match = HEAD.exec(line);
  if (!match) return undefined;
  const date = parseNumericDate(match[1]!);
  const wall = date ? wallOfDate(date, 'YMD') + parseClock(match[2]!) : Number.NaN;
  const who = WHO.exec(match[3]!);
  if (!who) return { wall, name: match[3]!.trim() };
  const id = who[3] ?? who[4]!;
  return { wall, name: who[2]!.trim() || id, id, title: who[1] || undefined };
}
