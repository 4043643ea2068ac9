import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dayOf, zoneOffset } from '#kernel/calendar.ts';

/** A line of an export as it stands, with its place in the file and its local day. */
export type Row = {
  id: string;
  group?: string;
  member: string;
  kind: string;
  at: number;
  day: number;
  position: number;
  thread?: string;
  replyTo?: string;
  target?: string;
  mentions?: string[];
  bot?: boolean;
  removed?: string | boolean;
  accepted?: boolean;
  value?: number;
};

export const CONTRIBUTION_WEIGHTS: Record<string, number> = {
  reaction: 1,
  vote: 1,
  check_in: 1,
  message: 2,
  reply: 3,
  review: 3,
  answer: 4,
  submission: 4,
  attend: 7,
  post: 7,
  invite_accepted: 7,
};

export const weightOf = (row: Row): number =>
  row.kind === 'answer' && row.accepted ? 10 : (CONTRIBUTION_WEIGHTS[row.kind] ?? 0);

/** Rows in the order of the definitions, with local days of the zone. */
export function orderRows(raw: readonly Record<string, unknown>[], zone: string): Row[] {
  const offsets = new Map<number, number>();
  const localDay = (at: number): number => {
    const quarter = Math.floor(at / 900_000);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = zoneOffset(quarter * 900_000, zone);
      offsets.set(quarter, offset);
    }
    return Math.floor((at + offset) / 86_400_000);
  };
  const rows = raw.map((line, position) => {
    const at = Date.parse(String(line.at));
    return { ...line, at, position, day: localDay(at) } as Row;
  });
  if (rows[0] && rows[0].day !== dayOf(rows[0].at, zone))
    throw new Error('the offset cache disagrees with the calendar');
  return rows.sort((a, b) => a.at - b.at || a.position - b.position);
}

/** Every line of a (gzipped) JSONL file, parsed; only a line feed ends a line. */
export function readLines(path: string): Record<string, unknown>[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
