import type { z } from 'zod';
import { BadInput, Conflict } from '#kernel/errors.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import { listLevels } from '#modules/levels/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { dropFreeCodes, knownCodes, putCodes } from './code-store.ts';
import type { AddCodesReply, changeRewardBody, createRewardBody, Reward } from './contract.ts';
import { type CodeList } from './read-codes.ts';
import {
  addReward,
  changeStockBy,
  getReward,
  lockReward,
  type RewardFields,
  setRewardImage,
  updateReward,
} from './reward-store.ts';

type Changing = { actor: Actor; communityId: string };
type OfOne = Changing & { id: string };

const subjectOf = ({ id, name }: Reward) => ({ kind: 'reward', id, label: name });

const fieldsOf = (reward: Reward): RewardFields => ({
  name: reward.name,
  description: reward.description,
  howToUse: reward.howToUse,
  price: reward.price,
  limit: reward.limit,
  levelId: reward.levelId,
  opensAt: reward.opensAt,
  closesAt: reward.closesAt,
  state: reward.state,
  validDays: reward.validDays,
  memberCancels: reward.memberCancels,
  position: reward.position,
});

/** BadInput for a level that the community does not have. */
async function checkLevel(tx: Tx, communityId: string, levelId: string | null): Promise<void> {
  if (levelId === null || (await listLevels(tx, communityId)).some(({ id }) => id === levelId)) return;
  throw new BadInput('the community has no such level', [{ where: '/levelId', what: 'is no level of this community' }]);
}

/** Puts a reward into the shop. */
export async function createReward(
  tx: Tx,
  { actor, communityId, body }: Changing & { body: z.output<typeof createRewardBody> },
): Promise<Reward> {
  await checkLevel(tx, communityId, body.levelId);
  const made = await getReward(tx, communityId, await addReward(tx, communityId, body));
  const after = { kind: made.kind, stock: made.stock, ...fieldsOf(made) };
  await recordChange(tx, actor, { action: 'rewards.create', subject: subjectOf(made), communityId, after });
  return made;
}

/** Changes what a reward is, costs, or whom it is for; orders that were made stay as they are. */
export async function changeReward(
  tx: Tx,
  { actor, communityId, id, body }: OfOne & { body: z.output<typeof changeRewardBody> },
): Promise<Reward> {
  const before = await lockReward(tx, communityId, id);
  const { version, ...changes } = body;
  const fields = { ...fieldsOf(before), ...changes };
  if (fields.levelId !== before.levelId) await checkLevel(tx, communityId, fields.levelId);
  await updateReward(tx, id, version, fields);
  const after = await getReward(tx, communityId, id);
  await recordChange(tx, actor, {
    action: 'rewards.change',
    subject: subjectOf(after),
    communityId,
    before: fieldsOf(before),
    after: fieldsOf(after),
  });
  return after;
}

/** Puts units into the stock or takes some off. Conflict for coupons, whose stock is their codes. */
export async function changeStock(
  tx: Tx,
  { actor, communityId, id, by }: OfOne & { by: number | null },
): Promise<Reward> {
  const before = await lockReward(tx, communityId, id);
  if (before.kind === 'coupon')
    throw new Conflict('the stock of coupons is the codes that are put in', 'codes_are_stock');
  await changeStockBy(tx, id, by);
  const after = await getReward(tx, communityId, id);
  await recordChange(tx, actor, {
    action: 'rewards.change-stock',
    subject: subjectOf(after),
    communityId,
    before: { stock: before.stock },
    after: { stock: after.stock },
  });
  return after;
}

async function lockCoupon(tx: Tx, communityId: string, id: string): Promise<Reward> {
  const reward = await lockReward(tx, communityId, id);
  if (reward.kind !== 'coupon') throw new Conflict('only coupons have codes', 'no_coupon');
  return reward;
}

/** Puts the codes of a list in, or says only what would become of them. The trail says how many, and no code. */
export async function addCodes(
  tx: Tx,
  { actor, communityId, id, list, keep, now }: OfOne & { list: CodeList; keep: boolean; now: Date },
): Promise<AddCodesReply> {
  const before = await lockCoupon(tx, communityId, id);
  const known = await knownCodes(tx, id, list.codes);
  const fresh = list.codes.filter((code) => !known.has(code));
  if (keep && fresh.length > 0) {
    await putCodes(tx, id, { codes: fresh, now });
    await recordChange(tx, actor, {
      action: 'rewards.add-codes',
      subject: subjectOf(before),
      communityId,
      before: { stock: before.stock },
      after: { stock: before.stock! + fresh.length },
    });
  }
  return {
    lines: list.lines,
    taken: fresh.length,
    repeated: list.repeated,
    known: known.size,
    refused: list.refused.slice(0, 100),
    kept: keep,
    reward: await getReward(tx, communityId, id),
  };
}

/** Takes away all codes that nobody was given. */
export async function removeCodes(
  tx: Tx,
  { actor, communityId, id }: OfOne,
): Promise<{ removed: number; reward: Reward }> {
  const before = await lockCoupon(tx, communityId, id);
  const removed = await dropFreeCodes(tx, id);
  const reward = await getReward(tx, communityId, id);
  if (removed > 0)
    await recordChange(tx, actor, {
      action: 'rewards.remove-codes',
      subject: subjectOf(reward),
      communityId,
      before: { stock: before.stock },
      after: { stock: reward.stock },
    });
  return { removed, reward };
}

/** Gives a reward another picture (id of a kept file), or none. */
export async function changeImage(
  tx: Tx,
  { actor, communityId, id, image }: OfOne & { image: string | null },
): Promise<{ before: string | null; after: Reward }> {
  const { image: before } = await lockReward(tx, communityId, id);
  await setRewardImage(tx, id, image);
  const after = await getReward(tx, communityId, id);
  await recordChange(tx, actor, {
    action: image === null ? 'rewards.remove-image' : 'rewards.set-image',
    subject: subjectOf(after),
    communityId,
    before: { image: before },
    after: { image },
  });
  return { before, after };
}
