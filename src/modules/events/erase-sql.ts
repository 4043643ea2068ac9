import { isTellingName } from '#kernel/forget-names.ts';
import { inScope, joinSql, p, sql, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { isWholly, type ErasedAccount, type ErasurePlan } from './erase-plan.ts';

/** The statements of an erasure, built out of its plan; all are no-ops where it was done before. */
export type ErasureSql = {
  /** Whether an account column means the person at the place of its row (`at`, `position`). */
  isTheirs(account: Sql): Sql;
  /** As `isTheirs`, for an element of an array column. */
  areTheirs(accounts: Sql): Sql;
  /** The tombstone of an account, an id of the person. */
  tombstone(account: Sql): Sql;
  /** The new id of an event of theirs. */
  freshId(event: Sql): Sql;
  /** The ids of their events, as a subquery. */
  theirEvents: Sql;
  /** All ids that are theirs alone. */
  ids: Sql;
  /** Accounts that were nobody else's. */
  wholeAccounts: Sql;
  /** A text in which `@` and a name of theirs says the name no more. */
  withoutNames(text: Sql): Sql;
  /** The name of a group, which some platforms make of the names of who is in it, without theirs. */
  groupName(name: Sql): Sql;
};

const quoted = (name: string): string => name.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);

/** A name in letters that words are made of with spaces is found as a whole word only. */
const wholeWord = (name: string): string =>
  `${/^[a-z0-9_]/i.test(name) ? String.raw`\b` : ''}${quoted(name)}${/[a-z0-9_]$/i.test(name) ? String.raw`\b` : ''}`;

/** A pattern (RE2) of `@` and any of the names, the longest first; null where there is no name to look for. */
export function mentionPattern(names: readonly string[]): string | null {
  const long = names.filter((name) => name.length >= 2).toSorted((a, b) => b.length - a.length);
  return long.length === 0 ? null : `[@＠](?:${long.map(quoted).join('|')})`;
}

export function erasureSql(scope: Scope, { accounts, ids, salt, names }: ErasurePlan): ErasureSql {
  const windows = accounts.flatMap(({ accountId, windows }) => windows.map((window) => ({ accountId, ...window })));
  const known = sql`${p.uuids([...new Set(windows.map(({ accountId }) => accountId))])}`;
  const columns = joinSql([
    sql`${p.uuids(windows.map(({ accountId }) => accountId))}`,
    sql`${p.ints(windows.map(({ fromAt }) => fromAt))}`,
    sql`${p.ints(windows.map(({ fromPosition }) => fromPosition))}`,
    sql`${p.ints(windows.map(({ untilAt }) => untilAt))}`,
    sql`${p.ints(windows.map(({ untilPosition }) => untilPosition))}`,
  ]);
  const place = sql`(toUnixTimestamp64Milli(at), toInt64(position))`;
  const inWindow = (account: Sql): Sql =>
    sql`arrayExists((a, from_at, from_position, until_at, until_position) ->
          a = ${account} AND ${place} > (from_at, from_position) AND ${place} <= (until_at, until_position), ${columns})`;
  const isTheirs = (account: Sql): Sql => sql`(${account} IN ${known} AND ${inWindow(account)})`;
  const own = sql`${p.uuids(Object.keys(ids))}`;
  const all = [...Object.entries(ids), ...accounts.map(({ accountId, becomes }) => [accountId, becomes] as const)];
  const before = sql`${p.uuids(all.map(([id]) => id))}`;
  const after = sql`${p.uuids(all.map(([, becomes]) => becomes))}`;
  const pattern = mentionPattern(names);
  const telling = names.filter(isTellingName).toSorted((a, b) => b.length - a.length);
  const anyName = p.string(`(?i)(?:${telling.map(wholeWord).join('|')})`);
  return {
    isTheirs,
    areTheirs: (list) => sql`arrayExists(one -> has(${known}, one) AND ${inWindow(sql`one`)}, ${list})`,
    tombstone: (account) => sql`arrayElement(${after}, indexOf(${before}, ${account}))`,
    freshId: (event) => sql`reinterpretAsUUID(sipHash128(${p.string(salt)}, toString(${event})))`,
    theirEvents: sql`(SELECT event_id FROM events FINAL WHERE ${inScope(scope)} AND ${isTheirs(sql`account_id`)})`,
    ids: own,
    wholeAccounts: sql`${p.uuids(wholeAccounts(accounts))}`,
    withoutNames: (text) => (pattern === null ? text : sql`replaceRegexpAll(${text}, ${p.string(pattern)}, '@—')`),
    groupName: (name) => (telling.length === 0 ? name : sql`replaceRegexpAll(${name}, ${anyName}, '—')`),
  };
}

export const wholeAccounts = (accounts: readonly ErasedAccount[]): string[] =>
  accounts.filter(isWholly).map(({ accountId }) => accountId);
