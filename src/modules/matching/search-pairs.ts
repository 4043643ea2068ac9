import { setImmediate } from 'node:timers/promises';
import { dayOf } from '#kernel/calendar.ts';
import { latestEvaluation, type InsightServices } from '#modules/insights/index.ts';
import { grantScope, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { candidatePairs, type ComparedAccount, type Pair } from './candidate-pairs.ts';
import { compareHabits, type Habits, scoreOf, THRESHOLD } from './habits.ts';
import { readAccounts, readAttributeClaims, readGroups, readHours, readMessageClaims } from './read-compared.ts';
import { replaceSuggestions, type Scored } from './suggestion-store.ts';

/** Habits are compared for the best pairs only: what they add cannot lift a pair without a reason. */
const MOST_COMPARED = 3_000;
/** The most that habits can add; pairs that could not reach the threshold with it are left out before. */
const HABITS_ADD = 43;

/** `onProgress` hears the share that is done. */
export type SearchOptions = { onProgress?: (share: number) => Promise<void>; signal?: AbortSignal };

/**
 * Looks for members who may be one person, and keeps what it finds: pairs by shared keys, then their habits, then the
 * score. Reads each account once; nothing is decided here.
 */
export async function searchPairs(
  services: InsightServices,
  { workspaceId, communityId, zone }: { workspaceId: string; communityId: string; zone: string },
  { onProgress = async () => {}, signal }: SearchOptions = {},
): Promise<{ pairs: number; people: number }> {
  const passed = async (share: number): Promise<void> => {
    signal?.throwIfAborted();
    await onProgress(share);
  };
  const { database, engine, clock } = services;
  const scope = grantScope(workspaceId, communityId);
  const today = dayOf(clock.now(), zone);
  const { accounts, said } = await database.inWorkspace(workspaceId, async (tx) => ({
    accounts: await readAccounts(tx, communityId),
    said: await readAttributeClaims(tx, communityId),
  }));
  const personOf = new Map(accounts.map(({ accountId, person }) => [accountId, person]));
  const written = (await readMessageClaims(engine, scope, today)).flatMap(({ accountId, value }) => {
    const person = personOf.get(accountId);
    return person === undefined ? [] : [{ person, value, where: 'message' as const }];
  });
  await passed(0.3);
  const pairs = await candidatePairs(accounts, [...said, ...written], {
    pause: () => setImmediate(),
  });
  await passed(0.6);
  const best = pairs
    .filter(({ reasons }) => scoreOf(reasons) + HABITS_ADD >= THRESHOLD)
    .toSorted((a, b) => scoreOf(b.reasons) - scoreOf(a.reasons) || (a.first < b.first ? -1 : 1))
    .slice(0, MOST_COMPARED);
  const { id: evaluationId } = await latestEvaluation(services, workspaceId, communityId);
  const habits = await readHabits(engine, scope, { pairs: best, accounts, today, evaluationId });
  await passed(0.9);
  const found = best.map((pair) => score(pair, habits)).filter(({ score: points }) => points >= THRESHOLD);
  const people = new Set(personOf.values()).size;
  await database.inWorkspace(workspaceId, (tx) =>
    replaceSuggestions(tx, communityId, { found, people, at: clock.now() }),
  );
  return { pairs: found.length, people };
}

function score(pair: Pair, habits: ReadonlyMap<string, Habits>): Scored {
  const reasons = [...pair.reasons, ...compareHabits(habits.get(pair.first)!, habits.get(pair.second)!)].toSorted(
    (a, b) => Math.abs(b.points) - Math.abs(a.points),
  );
  return { ...pair, reasons, score: scoreOf(reasons) };
}

async function readHabits(
  engine: EventEngine,
  scope: Scope,
  {
    pairs,
    accounts,
    today,
    evaluationId,
  }: { pairs: readonly Pair[]; accounts: readonly ComparedAccount[]; today: number; evaluationId: string },
): Promise<Map<string, Habits>> {
  const wanted = new Set(pairs.flatMap(({ first, second }) => [first, second]));
  if (wanted.size === 0) return new Map();
  const theirs = accounts.filter(({ person }) => wanted.has(person));
  const hours = await readHours(engine, scope, { accountIds: theirs.map(({ accountId }) => accountId), today });
  const groups = await readGroups(engine, scope, { personIds: [...wanted], evaluationId });
  const habits = new Map([...wanted].map((id) => [id, { hours: new Set<number>(), platforms: new Set<string>() }]));
  for (const { accountId, person, platform } of theirs) {
    const known = habits.get(person)!;
    known.platforms.add(platform);
    for (const hour of hours.get(accountId) ?? []) known.hours.add(hour);
  }
  return new Map(
    [...habits].map(([id, known]) => [
      id,
      { hours: [...known.hours], platforms: [...known.platforms], groups: groups.get(id) ?? [] },
    ]),
  );
}
