import { BadInput } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { recordChange } from '#modules/identity/index.ts';
import { matchPeople, membersOf } from '#modules/members/index.ts';
import { p, inScope, sql } from '#platform/clickhouse/index.ts';
import { csvTable } from '#platform/csv/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { changeList } from './change-list.ts';
import { type ImportListReport, SEGMENT_LIMITS } from './contract.ts';
import type { Asking } from './save-segment.ts';
import { addSegment, getSegment } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';

type By = ImportListReport['column'][number]['by'];
type Fault = ImportListReport['unmatched'][number];
type Row = { line: number; cells: Partial<Record<By, string>> };

/** Headings under which exports, ours among them, have what a person is found by. */
const HEADINGS: Record<By, readonly string[]> = {
  id: ['id', 'member id', 'member_id', 'memberid', '成员编号', '编号'],
  'external-id': [
    'external id',
    'external_id',
    'externalid',
    'account',
    'openid',
    'userid',
    'user id',
    'user_id',
    '平台账号',
    '账号',
    '帐号',
  ],
  name: ['name', 'nickname', 'nick', '名字', '昵称', '姓名', '名称'],
};

const SHOWN = 1_000;
const AT_ONCE = 2_000;

/**
 * Makes a list out of a CSV of members' ids, of ids on their platforms, or of names, or adds them to a list; gives what
 * was not matched and why. A name counts only where exactly one person has it. Throws BadInput.
 */
export async function importList(
  services: SegmentServices,
  asking: Asking,
  {
    csv,
    name,
    segmentId,
    dryRun,
  }: { csv: string; name?: string | undefined; segmentId?: string | undefined; dryRun: boolean },
): Promise<ImportListReport> {
  const { caller, evaluated } = asking;
  const { database } = services;
  const { workspaceId } = caller;
  const communityId = evaluated.community.id;
  const { rows, column } = readRows(csv);
  if (!dryRun && segmentId === undefined && name === undefined) {
    throw new BadInput('the list needs a name', [{ where: '/body/name', what: 'is missing' }]);
  }
  const { ids, faults } = await database.inWorkspace(workspaceId, (tx) => matchRows(tx, communityId, rows));
  const members = await whoAreMembers(asking, ids);
  const away = ids
    .filter(({ id }) => !members.has(id))
    .map(({ line, text }): Fault => ({ line, text, why: 'not_member' }));
  const matched = [...new Set(ids.map(({ id }) => id))].filter((id) => members.has(id));
  const unmatched = [...faults, ...away].toSorted((a, b) => a.line - b.line);
  const report = {
    rows: rows.length,
    matched: matched.length,
    column,
    unmatched: unmatched.slice(0, SHOWN),
    unmatchedTotal: unmatched.length,
  };
  if (dryRun) return { segmentId: null, ...report };
  const id = await database.inWorkspace(workspaceId, async (tx) => {
    const createdBy = caller.operatorId ?? null;
    const list = segmentId ?? (await addSegment(tx, { communityId, name: name!, rule: null, createdBy }));
    const segment = await getSegment(tx, communityId, list);
    const subject = { kind: 'segment', id: list, label: segment.name };
    const after = { rows: rows.length, matched: matched.length };
    await recordChange(tx, caller, { action: 'segments.import', subject, communityId, after });
    return list;
  });
  await changeList(services, evaluated, { segmentId: id, add: matched, remove: [] });
  return { segmentId: id, ...report };
}

/** The rows with what their cells are; without headings the first column is whatever each of its cells looks like. */
function readRows(csv: string): { rows: Row[]; column: ImportListReport['column'] } {
  const table = csvTable(csv, '/body/csv');
  const head = table[0];
  const column =
    head?.fields.flatMap((header, at) => {
      const by = (Object.keys(HEADINGS) as By[]).find((one) => HEADINGS[one].includes(header.trim().toLowerCase()));
      return by ? [{ header: header.trim(), by, at }] : [];
    }) ?? [];
  const data = column.length > 0 ? table.slice(1) : table;
  if (data.length === 0) throw new BadInput('the file has no rows', [{ where: '/body/csv', what: 'no rows' }]);
  if (data.length > SEGMENT_LIMITS.listed) {
    throw new BadInput(`the file has ${data.length} rows, up to ${SEGMENT_LIMITS.listed} are taken`, [
      { where: '/body/csv', what: 'too many rows' },
    ]);
  }
  const rows = data.map(({ fields, line }): Row => {
    const cells: Row['cells'] = {};
    for (const { by, at } of column) if ((fields[at] ?? '').trim() !== '') cells[by] ??= unquoted(fields[at]!);
    const first = unquoted(fields[0] ?? '');
    if (column.length === 0 && first !== '') {
      if (isId(first.toLowerCase())) cells.id = first;
      else Object.assign(cells, { 'external-id': first, name: first });
    }
    return { line, cells };
  });
  return { rows, column: column.map(({ header, by }) => ({ header, by })) };
}

/** Our own exports put an apostrophe before what a spreadsheet could run. */
const unquoted = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@])/, '');

type Matched = { id: string; line: number; text: string };

async function matchRows(
  tx: Tx,
  communityId: string,
  rows: readonly Row[],
): Promise<{ ids: Matched[]; faults: Fault[] }> {
  const ids: Matched[] = [];
  const faults: Fault[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const asked = some.flatMap(({ cells }) =>
      cells.id && isId(cells.id.toLowerCase()) ? [cells.id.toLowerCase()] : [],
    );
    const people = new Map<string, string>();
    for (const { person, member } of await membersOf(tx, communityId, asked))
      if (!people.has(person)) people.set(person, member);
    const found = await matchPeople(
      tx,
      communityId,
      some.map(({ cells }) => ({ platform: '', externalId: cells['external-id'] ?? '', name: cells.name })),
    );
    for (const [at, { line, cells }] of some.entries()) {
      const text = cells.id ?? cells['external-id'] ?? cells.name ?? '';
      const direct = people.get(cells.id?.toLowerCase() ?? '');
      const byAccount = found[at]!.filter(({ by }) => by !== 'name').map(({ memberId }) => memberId);
      const byName = found[at]!.filter(({ by }) => by === 'name').map(({ memberId }) => memberId);
      const candidates = direct ? [direct] : byAccount.length > 0 ? byAccount : byName;
      if (candidates.length === 1) ids.push({ id: candidates[0]!, line, text });
      else faults.push({ line, text, why: text === '' ? 'empty' : candidates.length === 0 ? 'unknown' : 'ambiguous' });
    }
  }
  return { ids, faults };
}

async function whoAreMembers({ evaluated }: Asking, found: readonly Matched[]): Promise<Set<string>> {
  const { frame, evaluation } = evaluated;
  const members = new Set<string>();
  const ids = [...new Set(found.map(({ id }) => id))];
  for (let from = 0; from < ids.length; from += 5_000) {
    const rows = await frame.engine.query<{ member_id: string }>(
      frame.scope,
      'segments.are_members',
      sql`SELECT member_id FROM member_states WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluation.id)}
            AND is_member = 1 AND member_id IN ${p.uuids(ids.slice(from, from + 5_000))}`,
    );
    for (const { member_id } of rows) members.add(member_id);
  }
  return members;
}
