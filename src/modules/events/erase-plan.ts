import { randomBytes, randomUUID } from 'node:crypto';
import { NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { loadPersonas } from './persona-store.ts';
import { mapPersonas, spansOf, type ManualMerge, type Span } from './personas.ts';

/** When an account was somebody's, by the order of events: after `from`, up to `until`. Milliseconds UTC. */
export type Window = { fromAt: number; fromPosition: number; untilAt: number; untilPosition: number };

/** An account whose events are erased, and the random tombstone that they get. */
export type ErasedAccount = { accountId: string; becomes: string; windows: Window[] };

/** All that an erasure must know to be done over after a kill, and nothing that is needed once it is done. */
export type ErasurePlan = {
  accounts: ErasedAccount[];
  /** Every id that is the person's alone (accounts, personas, members) and the tombstone it becomes. */
  ids: Record<string, string>;
  /** Accounts of the person that somebody else has, too: they keep their id, for the other one. */
  shared: string[];
  /** Out of this and an event's id comes its new one; random, gone when the erasure is done. */
  salt: string;
  /** Whether a rename is among their events or led to their accounts: then roll-ups are computed anew. */
  renamed: boolean;
  /** What the person was called: names and ids on platforms. */
  names: string[];
};

const NEVER = -9_007_199_254_740_991;
const FOREVER = 9_007_199_254_740_991;

/** Whether an account is the person's at any time, so that nothing of it is anybody else's. */
export const isWholly = ({ windows }: Pick<ErasedAccount, 'windows'>): boolean =>
  windows.some(({ fromAt, untilAt }) => fromAt === NEVER && untilAt === FOREVER);

/** The windows in which an account stood for one of some personas; whole where the persona never changed hands. */
export function windowsOf(accountId: string, spans: readonly Span[], personas: ReadonlySet<string>): Window[] {
  const places = [
    { personaId: accountId, fromAt: NEVER, fromPosition: NEVER },
    ...spans.filter((span) => span.accountId === accountId),
  ];
  const windows: Window[] = [];
  for (const [at, { personaId, fromAt, fromPosition }] of places.entries()) {
    if (!personas.has(personaId)) continue;
    const next = places[at + 1];
    const until = { untilAt: next?.fromAt ?? FOREVER, untilPosition: next?.fromPosition ?? FOREVER };
    const last = windows.at(-1);
    if (last && last.untilAt === fromAt && last.untilPosition === fromPosition) Object.assign(last, until);
    else windows.push({ fromAt, fromPosition, ...until });
  }
  return windows;
}

/**
 * Plans the erasure of a person: everything that merges by hand and renames make one with the member. `accountIds` are
 * the accounts that PostgreSQL has of them, for people who never did anything.
 */
export async function planErasure(
  engine: EventEngine,
  scope: Scope,
  {
    memberId,
    manualMerges,
    accountIds,
  }: { memberId: string; manualMerges: readonly ManualMerge[]; accountIds: readonly string[] },
): Promise<ErasurePlan> {
  const { renames, bots } = await loadPersonas(engine, scope);
  const spans = spansOf(renames);
  const { members } = mapPersonas(renames, manualMerges, bots);
  const above = members.get(memberId);
  const person = above === undefined || above === NIL_ID ? memberId : above;
  const personas = new Set([person, memberId, ...accountIds]);
  for (const [persona, member] of members) if (member === person) personas.add(persona);
  const accountOf = new Map(spans.map(({ personaId, accountId }) => [personaId, accountId]));
  const accounts = new Map<string, ErasedAccount>();
  const ids: Record<string, string> = {};
  for (const persona of personas) {
    const accountId = accountOf.get(persona) ?? persona;
    const account = accounts.get(accountId) ?? {
      accountId,
      becomes: randomUUID(),
      windows: windowsOf(accountId, spans, personas),
    };
    accounts.set(accountId, account);
    if (persona !== accountId || isWholly(account)) ids[persona] = account.becomes;
  }
  const own = [...accounts.values()].filter(isWholly).map(({ accountId }) => accountId);
  return {
    accounts: [...accounts.values()],
    ids,
    shared: [...accounts.keys()].filter((account) => !own.includes(account)),
    salt: randomBytes(32).toString('hex'),
    renamed: renames.some(({ from, to }) => accounts.has(from) || accounts.has(to)),
    names: await namesOf(engine, scope, own),
  };
}

async function namesOf(engine: EventEngine, scope: Scope, accounts: readonly string[]): Promise<string[]> {
  const rows = await engine.query<{ said: string }>(
    scope,
    'events.names_to_erase',
    sql`SELECT DISTINCT said FROM
          (SELECT arrayJoin([name, external_id]) AS said FROM source_names
           WHERE ${inScope(scope)} AND subject = 'account' AND id IN ${p.uuids(accounts)}
           UNION ALL
           SELECT arrayJoin([name, external_id]) AS said FROM name_sightings
           WHERE ${inScope(scope)} AND subject = 'account' AND id IN ${p.uuids(accounts)})
        WHERE said != ''`,
  );
  return rows.map(({ said }) => said);
}
