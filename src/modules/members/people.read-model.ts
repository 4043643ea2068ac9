import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Account, MemberAttribute, MemberTag, Person } from './contract.ts';
import type { MembersTables } from './members-tables.ts';
import { membersOf } from './person-forest.ts';

/**
 * Accounts, tags and attributes of people, in the order asked; ids that the community does not have are left out.
 * Six queries for any number of people.
 */
export async function findByIds(tx: Tx, communityId: string, personIds: readonly string[]): Promise<Person[]> {
  const pairs = await membersOf(tx, communityId, personIds);
  if (pairs.length === 0) return [];
  const personOf = new Map<string, string[]>();
  for (const { person, member } of pairs) personOf.set(member, [...(personOf.get(member) ?? []), person]);
  const members = [...personOf.keys()];
  const accounts = group(await readAccounts(tx, members), personOf);
  const tags = group(await readTags(tx, members), personOf);
  const standings = group(await readStandings(tx, members), personOf);
  const values = await readAttributes(tx, members);
  const attributes = group(values, personOf);
  const operators = await operatorNames(
    tx,
    values.map((row) => row.set_by),
  );
  const known = new Set(pairs.map(({ person }) => person));
  return personIds
    .filter((id) => known.has(id))
    .map((id) => ({
      id,
      accounts: (accounts.get(id) ?? []).map(presentAccount),
      tags: distinct(
        (tags.get(id) ?? []).map(({ tag, source }): MemberTag => ({ tag, source })),
        ({ tag, source }) => `${source} ${tag}`,
      ),
      standings: [...new Set((standings.get(id) ?? []).map(({ standing }) => standing))],
      attributes: distinct(
        (attributes.get(id) ?? []).map((row) => presentAttribute(row, operators)),
        ({ key }) => key,
      ),
    }));
}

function group<Row extends { member_id: string }>(
  rows: readonly Row[],
  personOf: ReadonlyMap<string, readonly string[]>,
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    for (const person of personOf.get(row.member_id)!) {
      const mine = groups.get(person);
      if (mine) mine.push(row);
      else groups.set(person, [row]);
    }
  }
  return groups;
}

/** The first of each key. */
function distinct<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(keyOf(row)) && seen.add(keyOf(row)));
}

const readAccounts = (tx: Tx, members: readonly string[]) =>
  tx
    .withTables<MembersTables>()
    .selectFrom('accounts')
    .select(['id', 'member_id', 'platform', 'external_id', 'name', 'bot', 'first_at'])
    .where('member_id', 'in', members)
    .orderBy('first_at')
    .orderBy('id')
    .execute();

const readTags = (tx: Tx, members: readonly string[]) =>
  tx
    .withTables<MembersTables>()
    .selectFrom('member_tags')
    .select(['member_id', 'tag', 'source'])
    .where('member_id', 'in', members)
    .orderBy('tag')
    .orderBy('source')
    .execute();

const readStandings = (tx: Tx, members: readonly string[]) =>
  tx
    .withTables<MembersTables>()
    .selectFrom('member_standings')
    .select(['member_id', 'standing'])
    .where('member_id', 'in', members)
    .orderBy('standing')
    .execute();

const readAttributes = (tx: Tx, members: readonly string[]) =>
  tx
    .withTables<MembersTables>()
    .selectFrom('member_attributes as held')
    .innerJoin('attribute_definitions as definition', 'definition.id', 'held.definition_id')
    .select([
      'held.member_id',
      'definition.key',
      'definition.name',
      'definition.name_en',
      'definition.type',
      'held.value',
      'held.source',
      'held.consent',
      'held.consent_at',
      'held.consent_how',
      'held.set_by',
      'held.set_by_kind',
      'held.set_at',
    ])
    .where('held.member_id', 'in', members)
    .where('definition.hidden_at', 'is', null)
    .orderBy('definition.position')
    .orderBy('definition.key')
    .orderBy('held.set_at', 'desc') // of several values in one person the latest is shown; the others are kept
    .orderBy('held.member_id')
    .execute();

const presentAccount = (row: Awaited<ReturnType<typeof readAccounts>>[number]): Account => ({
  id: row.id,
  platform: row.platform,
  externalId: row.external_id,
  name: row.name,
  bot: row.bot,
  firstAt: row.first_at.toISOString(),
});

const presentAttribute = (
  row: Awaited<ReturnType<typeof readAttributes>>[number],
  operators: ReadonlyMap<string, string>,
): MemberAttribute => ({
  key: row.key,
  name: row.name,
  nameEn: row.name_en,
  type: row.type,
  value: row.value,
  source: row.source,
  setBy: row.set_by === null ? null : (operators.get(row.set_by) ?? null),
  setByKind: row.set_by_kind,
  setAt: row.set_at.toISOString(),
  consent: row.consent,
  consentAt: row.consent_at?.toISOString() ?? null,
  consentHow: row.consent_how,
});
