import { BadInput } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { matchPeople } from '#modules/members/index.ts';
import { csvTable } from '#platform/csv/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { MOST_POINTS } from './post-points.ts';
import { personsOf } from './rule-run-store.ts';

export const AWARD_LINES = 5_000;

export type AwardFault = {
  line: number;
  text: string;
  why:
    | 'columns'
    | 'formula'
    | 'unknown'
    | 'ambiguous'
    | 'repeated'
    | 'not_a_number'
    | 'negative'
    | 'fractional'
    | 'too_large'
    | 'note_too_long';
};
export type Award = { line: number; memberId: string; who: string; points: number; note: string };

const HEADINGS = ['member', 'member id', 'id', 'account', 'name', '成员', '成员编号', '账号', '名字', '昵称', '姓名'];
const NUMBER = /^-?\d+(\.\d+)?$/;

type Line = { line: number; cells: string[] };

/**
 * Who is awarded how much, out of a CSV of member (id, id on a platform, or a name that only one has), points and note,
 * and every line that cannot be taken, with why. Nothing is guessed: a line with a fault is not read further. BadInput for
 * what is no CSV, holds nothing, or too much.
 */
export async function readAwards(
  tx: Tx,
  communityId: string,
  csv: string,
): Promise<{ awards: Award[]; faults: AwardFault[] }> {
  const lines = parseLines(csv);
  const faults: AwardFault[] = [];
  const read = lines.flatMap((one) => {
    const fault = faultOf(one);
    if (fault) faults.push({ line: one.line, text: one.cells.slice(0, 3).join(', ').slice(0, 120), why: fault });
    return fault ? [] : [one];
  });
  const people = await findPeople(
    tx,
    communityId,
    read.map(({ cells }) => cells[0]!),
  );
  const awards: Award[] = [];
  const seen = new Set<string>();
  for (const [at, { line, cells }] of read.entries()) {
    const [who, points, note = ''] = cells as [string, string, string?];
    const found = people[at]!;
    const why =
      found.length === 0 ? 'unknown' : found.length > 1 ? 'ambiguous' : seen.has(found[0]!) ? 'repeated' : undefined;
    if (why) faults.push({ line, text: who.slice(0, 120), why });
    else awards.push({ line, memberId: found[0]!, who, points: Number(points), note });
    if (found.length === 1) seen.add(found[0]!);
  }
  return { awards, faults: faults.toSorted((a, b) => a.line - b.line) };
}

/** What is wrong with a line itself; undefined where nothing is. A spreadsheet would run what begins like a formula. */
export function faultOf({ cells }: Line): AwardFault['why'] | undefined {
  const [who = '', points = '', note = ''] = cells;
  if (cells.length < 2 || cells.length > 3 || who === '') return 'columns';
  if ([who, note].some((cell) => /^[=+\-@\t\r]/.test(cell)) || /^[=+@\t\r]/.test(points)) return 'formula';
  if (!NUMBER.test(points)) return points.startsWith('-') ? 'formula' : 'not_a_number';
  const value = Number(points);
  if (value <= 0) return 'negative';
  if (!Number.isInteger(value) || points.includes('.')) return 'fractional';
  if (value > MOST_POINTS) return 'too_large';
  return note.length > 500 ? 'note_too_long' : undefined;
}

function parseLines(csv: string): Line[] {
  const table = csvTable(csv, '/body/csv').map(({ fields, line }) => ({
    line,
    cells: fields.map((cell) => cell.trim()),
  }));
  const headed = HEADINGS.includes(table[0]?.cells[0]?.toLowerCase() ?? '');
  const lines = headed ? table.slice(1) : table;
  if (lines.length === 0) throw new BadInput('the file has no lines', [{ where: '/body/csv', what: 'no lines' }]);
  if (lines.length > AWARD_LINES)
    throw new BadInput(`at most ${AWARD_LINES} lines at once`, [
      { where: '/body/csv', what: `has ${lines.length} lines` },
    ]);
  return lines;
}

/** Who each may be: by id, else by the id on a platform, else by name. */
async function findPeople(tx: Tx, communityId: string, who: readonly string[]): Promise<string[][]> {
  const ids = who.filter((one) => isId(one.toLowerCase())).map((one) => one.toLowerCase());
  const persons = await personsOf(tx, ids, communityId);
  const matches = await matchPeople(
    tx,
    communityId,
    who.map((one) => ({ platform: '', externalId: one, name: one })),
  );
  return who.map((one, at) => {
    const direct = persons.get(one.toLowerCase());
    if (direct) return [direct];
    const accounts = matches[at]!.filter(({ by }) => by !== 'name').map(({ memberId }) => memberId);
    const named = matches[at]!.filter(({ by }) => by === 'name').map(({ memberId }) => memberId);
    return [...new Set(accounts.length > 0 ? accounts : named)];
  });
}
