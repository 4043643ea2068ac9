import { dayOf, formatDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { openEvaluated } from '#modules/insights/index.ts';
import { memberNames } from '#modules/members/index.ts';
import { baseRank } from './base-rank.ts';
import type { LevelServices } from './evaluate-levels.ts';
import { figuresIn, figuresOf, gatherFigures, type PersonFigures } from './gather-figures.ts';
import { type Ladder, type LevelFigures, reachedRank, shortOf } from './ladder.ts';
import { listLevels } from './level-store.ts';
import type { LevelRules, SimulationReply, WrittenLevel } from './levels.contract.ts';
import { ladderFaults } from './save-ladder.ts';
import { readStandings } from './standing-store.ts';

/** Members shown of those who would move. */
const SAMPLES = 20;

/**
 * The rank that somebody holds in the end with these figures, starting from one: up at once, or down level by level until
 * one is held. Pure; what repeated monthly evaluations come to.
 */
export function restingRank(
  rank: number,
  figures: LevelFigures,
  ladder: Ladder,
  holding: LevelRules['holding'],
): number {
  let rests = Math.max(rank, reachedRank(figures, ladder));
  while (rests > 0 && shortOf(figures, ladder[rests - 1]!, holding).length > 0) rests--;
  return rests;
}

/**
 * What new standards would make of today's members: where everybody stands now, where at once, and where in the end if
 * all went on as in the last 365 days. Whoever is on a level that is taken away stands on the next lower one that stays. Nothing is
 * written. BadInput where the standards do not hold together.
 */
export async function simulateLadder(
  services: LevelServices,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  { levels, rules }: { levels: readonly WrittenLevel[]; rules: LevelRules },
): Promise<SimulationReply> {
  const { database, clock } = services;
  const evaluated = await openEvaluated(services, { workspaceId, communityKey: communityId });
  const { frame, evaluation, community } = evaluated;
  const today = dayOf(clock.now(), community.zone);
  const figures = await gatherFigures(services, frame, { evaluationId: evaluation.id, rules: rules.growth, today });
  const { present, rankNow } = await database.inWorkspace(workspaceId, async (tx) => {
    const before = await listLevels(tx, communityId);
    const faults = ladderFaults(levels, {
      levels: new Set(before.map(({ id }) => id)),
      benefits: new Set(levels.flatMap(({ benefits }) => benefits.map(({ benefitId }) => benefitId))),
    });
    if (faults.length > 0) throw new BadInput('the levels do not hold together', faults, 'bad_ladder');
    const rankOf = new Map(before.map(({ id, rank }) => [id, rank]));
    const ranks = new Map<string, number>();
    for await (const page of readStandings(tx, communityId))
      for (const { memberId, levelId } of page) ranks.set(memberId, levelId === null ? 0 : rankOf.get(levelId)!);
    const base = baseRank(before);
    return { present: before, rankNow: (memberId: string) => ranks.get(memberId) ?? base };
  });
  const ladder = levels.map(({ standards }) => standards);
  const newBase = baseRank(levels.map((level, at) => ({ ...level, rank: at + 1 })));
  const carried = carriedRanks(
    present.map(({ id }) => id),
    levels.map(({ id }) => id),
  );
  const count = new Tally();
  for (let row = 0; row < figures.done.count; row++) {
    if (figures.done.present[row] === 0) continue;
    const memberId = figures.done.ids.text(row);
    const own = figuresIn(figures, rules.growth, memberId);
    const now = rankNow(memberId);
    const start = Math.max(newBase, carried[now]!);
    const end = restingRank(start, figuresOf(own), ladder, rules.holding);
    count.add({ memberId, own, now, atOnce: Math.max(start, reachedRank(figuresOf(own), ladder)), end });
  }
  const names = await database.inWorkspace(workspaceId, (tx) =>
    memberNames(
      tx,
      count.samples.map(({ memberId }) => memberId),
    ),
  );
  return {
    members: count.members,
    asOf: formatDay(today),
    now: count.ranks(count.now, present.length, (rank) => present[rank - 1]?.id),
    atOnce: count.ranks(count.atOnce, levels.length, (rank) => levels[rank - 1]?.id),
    inTheEnd: count.ranks(count.end, levels.length, (rank) => levels[rank - 1]?.id),
    moves: [...count.moves].map(([key, members]) => {
      const [from, to] = key.split(' ').map(Number);
      return { from: from!, to: to!, members };
    }),
    samples: count.samples.map(({ memberId, own, now, end }) => ({
      memberId,
      name: names.get(memberId) ?? '',
      from: now,
      to: end,
      figures: figuresOf(own),
    })),
  };
}

/** For each present rank, 0 included, the rank on the new ladder where those who stand there begin. */
export function carriedRanks(before: readonly string[], after: readonly (string | undefined)[]): number[] {
  const ranks = [0];
  for (const id of before) {
    const at = after.indexOf(id);
    ranks.push(at >= 0 ? at + 1 : ranks.at(-1)!);
  }
  return ranks;
}

type Moved = { memberId: string; own: PersonFigures; now: number; atOnce: number; end: number };

class Tally {
  members = 0;
  readonly now = new Map<number, number>();
  readonly atOnce = new Map<number, number>();
  readonly end = new Map<number, number>();
  readonly moves = new Map<string, number>();
  readonly samples: Moved[] = [];

  add(one: Moved): void {
    this.members++;
    for (const [counts, key] of [
      [this.now, one.now],
      [this.atOnce, one.atOnce],
      [this.end, one.end],
    ] as const)
      counts.set(key, (counts.get(key) ?? 0) + 1);
    const key = `${one.now} ${one.end}`;
    this.moves.set(key, (this.moves.get(key) ?? 0) + 1);
    if (one.now !== one.end && this.samples.length < SAMPLES) this.samples.push(one);
  }

  ranks(counts: ReadonlyMap<number, number>, highest: number, idOf: (rank: number) => string | undefined) {
    return Array.from({ length: highest + 1 }, (_, rank) => ({
      rank,
      levelId: idOf(rank) ?? null,
      members: counts.get(rank) ?? 0,
    }));
  }
}
