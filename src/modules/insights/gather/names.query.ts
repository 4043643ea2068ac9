import type { MemberLabel } from '#modules/events/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { asWords, IdIndex, idWords } from './id-index.ts';
import type { People } from './people.ts';
import { readColumns, type Frame } from './standing.ts';

/** What the source calls accounts. */
export type SourceNames = {
  readonly accounts: IdIndex;
  readonly externalIds: readonly string[];
  readonly names: readonly string[];
  readonly platforms: readonly string[];
};

/** Names of accounts, all of the community or only some. */
export async function accountNames(frame: Frame, only?: readonly string[]): Promise<SourceNames> {
  return sourceNames(frame, only ? sql`subject = 'account' AND id IN ${p.uuids(only)}` : sql`subject = 'account'`);
}

/** Names of groups, all of the community or only some. */
export const groupNames = (frame: Frame, only?: readonly string[]): Promise<SourceNames> =>
  sourceNames(frame, only ? sql`subject = 'group' AND id IN ${p.uuids(only)}` : sql`subject = 'group'`);

async function sourceNames(frame: Frame, which: Sql): Promise<SourceNames> {
  const found = await readColumns(
    frame,
    'insights.source_names',
    sql`SELECT id, external_id, name, platform FROM source_names FINAL WHERE ${inScope(frame.scope)} AND ${which} ORDER BY id`,
  );
  const ids = asWords(found.rawUuids('id'));
  const accounts = new IdIndex(found.rows);
  for (let row = 0; row < found.rows; row++) accounts.add(ids, row);
  return {
    accounts,
    externalIds: found.column('external_id') as string[],
    names: found.column('name') as string[],
    platforms: found.column('platform') as string[],
  };
}

/** Who a member is to a reader. `member` is the id of their latest account on its platform. */
export type Person = { member: string; memberId: string; name: string };

/** The account that names a member: the label of the map, else the account of the member's own id. */
export const labelOf = (labels: ReadonlyMap<string, MemberLabel>, memberId: string): string =>
  labels.get(memberId)?.accountId ?? memberId;

/** Introduces some members, by number. */
export async function introduce(
  frame: Frame,
  people: People,
  labels: ReadonlyMap<string, MemberLabel>,
  members: readonly number[],
): Promise<Map<number, Person>> {
  const ids = members.map((member) => people.ids.text(member));
  const accounts = ids.map((id) => labelOf(labels, id));
  const found = await accountNames(frame, accounts);
  const words = idWords(accounts);
  return new Map(
    members.map((member, k) => {
      const at = found.accounts.indexOf(words, k);
      const external = found.externalIds[at] ?? ids[k]!;
      return [member, { member: external, memberId: ids[k]!, name: found.names[at] || external }];
    }),
  );
}
