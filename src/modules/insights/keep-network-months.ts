import { formatDay, parseDay, type Day } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import { structureApart, STRUCTURE_LIMITS } from '#modules/network/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { evaluationOptions, evaluationTurn, type InsightServices } from './evaluate-community.ts';
import { gatherMembers } from './gather/gather-members.ts';
import { openFrame } from './gather/open-frame.ts';
import { monthEndsBefore } from './month-ends.ts';
import { figuresOf } from './network-keep.ts';
import { networkOfMembers } from './network-of-members.ts';
import { removeOldSnapshots, writeSnapshot } from './network-months-rows.ts';
import { listMonths, putMonth, retainMonths, type KeptMonth } from './network-months-store.ts';
import { readLogBefore } from './network-months.query.ts';
import { type PictureOf, placesIn } from './network-places.query.ts';
import { latestEvaluation } from './overview.ts';

/** Past months that are kept, at most. */
export const MONTHS_KEPT = 24;
/** Circles and figures of past months, but not who stands between others: nobody asks it of the past. */
const LIMITS = { ...STRUCTURE_LIMITS, betweennessTies: -1 };

export type KeepMonthsOptions = { signal?: AbortSignal };

/**
 * Computes the network at the end of each past month that is not kept from the log as it stands, the latest first: each
 * picture starts from the places of the month after it, so that nobody jumps between two. Takes the turn of evaluations
 * for one month at a time. Gives how many months it computed.
 */
export async function keepNetworkMonths(
  services: InsightServices,
  ids: { workspaceId: string; communityId: string },
  { signal }: KeepMonthsOptions = {},
): Promise<number> {
  const { database, engine, turns } = services;
  const { workspaceId, communityId } = ids;
  const scope = grantScope(workspaceId, communityId);
  const latest = await latestEvaluation(services, workspaceId, communityId);
  const options = await evaluationOptions(services, workspaceId, communityId);
  const log = await readLogBefore(engine, scope, JSON.stringify([options.manualMerges, options.community.zone]));
  const ends = log.first === null ? [] : monthEndsBefore(parseDay(latest.asOf)!, log.first, MONTHS_KEPT);
  const kept = new Map(
    (await database.inWorkspace(workspaceId, (tx) => listMonths(tx, communityId))).map((one) => [one.day, one]),
  );
  const inTurn = turns?.of(evaluationTurn(communityId)) ?? (<T>(work: () => Promise<T>): Promise<T> => work());
  let computed = 0;
  let after: PictureOf = { evaluationId: latest.id };
  for (const end of ends.toReversed()) {
    signal?.throwIfAborted();
    const state = log.stateAt(end);
    const known = kept.get(formatDay(end));
    const from: PictureOf = after;
    if (known?.state === state) {
      after = { snapshotId: known.snapshotId };
      continue;
    }
    const month: KeptMonth = await inTurn(() => computeMonth(services, { ...ids, end, state, after: from }));
    after = { snapshotId: month.snapshotId };
    computed++;
  }
  await inTurn(async () => {
    const counting = await database.inWorkspace(workspaceId, (tx) =>
      retainMonths(tx, communityId, ends.map(formatDay)),
    );
    await removeOldSnapshots(engine, scope, counting);
  });
  return computed;
}

type MonthWanted = { workspaceId: string; communityId: string; end: Day; state: string; after: PictureOf };

async function computeMonth(
  services: InsightServices,
  { workspaceId, communityId, end, state, after }: MonthWanted,
): Promise<KeptMonth> {
  const { database, engine, clock } = services;
  const scope = grantScope(workspaceId, communityId);
  const { community, manualMerges } = await evaluationOptions(services, workspaceId, communityId);
  const { frame } = await openFrame(engine, scope, {
    zone: community.zone,
    asOf: end,
    clock,
    ...(manualMerges && { manualMerges }),
  });
  const { people, facts } = await gatherMembers(frame, { firstMonday: null });
  const { network, members } = await networkOfMembers(frame, people, facts);
  const structure = await structureApart({
    nodes: network.figures.people,
    undirected: network.undirected,
    clustering: network.figures.clustering,
    limits: LIMITS,
    places: await placesIn(frame, after, { people, members }),
  });
  const snapshotId = newId();
  await writeSnapshot({ frame, people, members, network, structure, snapshotId });
  const figures = { ...figuresOf(network, structure), circles: structure.circles.length };
  const month: KeptMonth = { day: formatDay(end), snapshotId, state, figures };
  await database.inWorkspace(workspaceId, (tx) => putMonth(tx, { ...month, communityId, at: clock.now() }));
  return month;
}
