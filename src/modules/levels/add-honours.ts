import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { getBadge, type StoredBadge, writeBadge } from './badge-store.ts';
import type { WrittenBadge } from './badges.contract.ts';
import { getBenefit, writeBenefit } from './benefit-store.ts';
import type { Benefit, WrittenBenefit } from './benefits.contract.ts';
import { checkBenefit } from './check-benefit.ts';
import type { Board, WrittenBoard } from './leaderboards.contract.ts';
import { getBoard, writeBoard } from './leaderboard-store.ts';
import { lockLevels } from './level-store.ts';

/** Who adds something, where and when (milliseconds). */
export type Adding = { actor: Actor; communityId: string; now: number };

/** What the trail keeps of a benefit: not how often it was used. */
export const shownBenefit = (benefit: Benefit) => ({ ...benefit, uses28: undefined });

/** Makes a benefit; which levels have it is part of the ladder. BadInput, Conflict where it does not hold together. */
export async function addBenefit(
  tx: Tx,
  { actor, communityId, now }: Adding,
  benefit: WrittenBenefit,
): Promise<Benefit> {
  await lockLevels(tx, communityId);
  await checkBenefit(tx, communityId, benefit);
  const id = await writeBenefit(tx, communityId, benefit);
  const after = await getBenefit(tx, communityId, id, now);
  const subject = { kind: 'benefit', id, label: benefit.name };
  await recordChange(tx, actor, { action: 'benefits.create', subject, communityId, after: shownBenefit(after) });
  return after;
}

/** Makes a badge. Its rule is not asked here. */
export async function addBadge(tx: Tx, { actor, communityId }: Adding, badge: WrittenBadge): Promise<StoredBadge> {
  const id = await writeBadge(tx, communityId, badge);
  const subject = { kind: 'badge', id, label: badge.name };
  await recordChange(tx, actor, { action: 'badges.create', subject, communityId, after: badge });
  return getBadge(tx, communityId, id);
}

/** Makes a leaderboard, the last one. */
export async function addBoard(tx: Tx, { actor, communityId }: Adding, board: WrittenBoard): Promise<Board> {
  const id = await writeBoard(tx, communityId, board);
  const after = await getBoard(tx, communityId, id);
  const subject = { kind: 'leaderboard', id, label: board.name };
  await recordChange(tx, actor, { action: 'leaderboards.create', subject, communityId, after });
  return after;
}
