import { dayOf, formatDay } from '#kernel/calendar.ts';
import {
  type Evaluated,
  evaluationTurn,
  type InsightServices,
  networkToWalk,
  openEvaluated,
} from '#modules/insights/index.ts';
import { listSuspected } from '#modules/matching/index.ts';
import { listStanding } from '#modules/members/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { candidatePairsApart } from './candidate-pairs-apart.ts';
import type { Pair } from './candidate-pairs.ts';
import { choosePairs, pairKey } from './choose-pairs.ts';
import { addProposals, knownPairs } from './introduction-store.ts';
import { PAIR_RULES } from './pair-rules.ts';
import { readMarks, readPeople, readWords } from './read-people.ts';
import { endSearch } from './search-store.ts';
import { settleIntroductions } from './settle-introductions.ts';
import { daysGiven, isOneWay } from './ties-between.query.ts';

type CommunityIds = { workspaceId: string; communityId: string };

/** Best pairs whose ties are looked up in the log: the network that is walked may lack the weakest of a large one. */
const LOOKED_UP = 1_000;

/**
 * Proposes who should meet, from the latest evaluation: settles what is kept, finds candidates, leaves out who is tied,
 * of the team, or perhaps one person, and keeps the best within the limits (`PAIR_RULES`). Takes the turn of evaluations,
 * so that nobody is erased meanwhile. The same facts give the same proposals. Gives how many it made.
 */
export async function proposeIntroductions(services: InsightServices, ids: CommunityIds): Promise<number> {
  const { workspaceId, communityId } = ids;
  // Opening may evaluate, which takes the same turn.
  await openEvaluated(services, { workspaceId, communityKey: communityId });
  const propose = async (): Promise<number> =>
    proposeInTurn(services, ids, await openEvaluated(services, { workspaceId, communityKey: communityId }));
  return services.turns ? services.turns.of(evaluationTurn(communityId))(propose) : propose();
}

async function proposeInTurn(
  { database, clock }: InsightServices,
  { workspaceId, communityId }: CommunityIds,
  evaluated: Evaluated,
): Promise<number> {
  const today = dayOf(clock.now(), evaluated.community.zone);
  await settleIntroductions(database, evaluated, { workspaceId, communityId, today });
  const team = new Set(await database.inWorkspace(workspaceId, (tx) => listStanding(tx, communityId, 'team')));
  const people = await readPeople(evaluated, team);
  const { marks, known, suspected } = await database.inWorkspace(workspaceId, async (tx) => ({
    marks: await readMarks(tx, communityId, people),
    known: await knownPairs(tx, communityId, formatDay(today)),
    suspected: await listSuspected(tx, communityId),
  }));
  const { engine, scope } = evaluated.frame;
  const pairs = await candidatePairsApart({
    people,
    interests: [...(await readWords(evaluated, people)), ...marks],
    network: await networkToWalk(engine, scope, evaluated.evaluation.id),
    teamNodes: await nodesOf(evaluated, [...team]),
  });
  const taken = new Set([...known.taken, ...suspected.map(pairKey)]);
  const open = pairs.filter((pair) => !taken.has(pairKey(pair))).slice(0, LOOKED_UP);
  const given = await daysGiven(evaluated, open, 0);
  const chosen = choosePairs(
    open.filter((pair) => !isOneWay(given, pair)),
    { ...known, taken, each: PAIR_RULES.each },
  );
  const named = await nameNeighbours(evaluated, chosen);
  await database.inWorkspace(workspaceId, async (tx) => {
    await addProposals(tx, communityId, { pairs: named, at: clock.now(), today: formatDay(today) });
    const { asOf } = evaluated.evaluation;
    await endSearch(tx, communityId, { at: clock.now(), asOf, people: people.length, pairs: chosen.length });
  });
  return chosen.length;
}

/** Where some people are in the network. */
async function nodesOf({ frame, evaluation }: Evaluated, people: readonly string[]): Promise<ReadonlySet<number>> {
  if (people.length === 0) return new Set();
  const rows = await frame.engine.query<{ node: number }>(
    frame.scope,
    'introductions.nodes',
    sql`SELECT node FROM network_members WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluation.id)}
          AND member_id IN ${p.uuids(people)} ORDER BY node`,
  );
  return new Set(rows.map(({ node }) => node));
}

/** Puts ids in the place of the numbers that common neighbours have in the network. */
async function nameNeighbours({ frame, evaluation }: Evaluated, pairs: readonly Pair[]): Promise<Pair[]> {
  const nodes = pairs.flatMap(({ reasons }) =>
    reasons.flatMap((reason) => (reason.kind === 'common_neighbours' ? reason.people.map(Number) : [])),
  );
  const rows = await frame.engine.query<{ node: number; member_id: string }>(
    frame.scope,
    'introductions.neighbours',
    sql`SELECT node, member_id FROM network_members WHERE ${inScope(frame.scope)}
          AND evaluation_id = ${p.uuid(evaluation.id)} AND node IN ${p.uints([...new Set(nodes)])}`,
  );
  const idOf = new Map(rows.map((row) => [String(row.node), row.member_id]));
  return pairs.map((pair) => ({
    ...pair,
    reasons: pair.reasons.map((reason) =>
      reason.kind === 'common_neighbours'
        ? { ...reason, people: reason.people.flatMap((node) => idOf.get(node) ?? []) }
        : reason,
    ),
  }));
}
