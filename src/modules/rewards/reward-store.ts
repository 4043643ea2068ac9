import { type RawBuilder, sql } from 'kysely';
import { BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { brokenConstraint, type Tx } from '#platform/postgres/index.ts';
import type { LimitPeriod, Reward, RewardKind, RewardState } from './contract.ts';

export type RewardFields = Pick<
  Reward,
  | 'name'
  | 'description'
  | 'howToUse'
  | 'price'
  | 'limit'
  | 'levelId'
  | 'opensAt'
  | 'closesAt'
  | 'state'
  | 'validDays'
  | 'memberCancels'
  | 'position'
>;

type Row = {
  id: string;
  kind: RewardKind;
  name: string;
  description: string;
  howToUse: string;
  image: string | null;
  price: number;
  stock: number | null;
  taken: number;
  limitCount: number | null;
  limitPeriod: LimitPeriod;
  levelId: string | null;
  opensAt: Date | null;
  closesAt: Date | null;
  state: RewardState;
  validDays: number | null;
  memberCancels: boolean;
  position: number;
  version: number;
  createdAt: Date;
};

const COLUMNS = sql`id, kind, name, description, how_to_use AS "howToUse", image, price, stock, taken,
  limit_count AS "limitCount", limit_period AS "limitPeriod", level_id AS "levelId", opens_at AS "opensAt",
  closes_at AS "closesAt", state, valid_days AS "validDays", member_cancels AS "memberCancels", position, version,
  created_at AS "createdAt"`;

/** Most rewards of a shop; more than that nobody scrolls through. */
export const MOST_REWARDS = 1000;

const present = ({ limitCount, limitPeriod, opensAt, closesAt, createdAt, ...row }: Row): Reward => ({
  ...row,
  left: row.stock === null ? null : row.stock - row.taken,
  limit: limitCount === null ? null : { count: limitCount, period: limitPeriod },
  opensAt: opensAt?.toISOString() ?? null,
  closesAt: closesAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});

async function readRewards(tx: Tx, where: RawBuilder<unknown>): Promise<Reward[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM rewards WHERE ${where} ORDER BY position, id LIMIT ${MOST_REWARDS}
  `.execute(tx);
  return rows.map(present);
}

/** The rewards of a community in the order of the shop; archived ones only when asked for. */
export const listRewards = (tx: Tx, communityId: string, { archived }: { archived: boolean }): Promise<Reward[]> =>
  readRewards(tx, sql`community_id = ${communityId} AND (${archived} OR state <> 'archived')`);

/** What members see: rewards that are open. */
export const listOpenRewards = (tx: Tx, communityId: string): Promise<Reward[]> =>
  readRewards(tx, sql`community_id = ${communityId} AND state = 'open'`);

/** One reward. NotFound. */
export async function getReward(tx: Tx, communityId: string, id: string): Promise<Reward> {
  const [found] = await readRewards(tx, sql`community_id = ${communityId} AND id = ${id}`);
  if (!found) throw new NotFound('the reward');
  return found;
}

/** Keeps orders and other changes of a reward out until the transaction ends, and gives it. NotFound. */
export async function lockReward(tx: Tx, communityId: string, id: string): Promise<Reward> {
  await sql`SELECT FROM rewards WHERE id = ${id} AND community_id = ${communityId} FOR NO KEY UPDATE`.execute(tx);
  return getReward(tx, communityId, id);
}

/** The end of a time that comes before its beginning. BadInput. */
export function checkWindow({ opensAt, closesAt }: Pick<RewardFields, 'opensAt' | 'closesAt'>): void {
  if (opensAt !== null && closesAt !== null && Date.parse(closesAt) <= Date.parse(opensAt))
    throw new BadInput('the end does not come after the beginning', [
      { where: '/closesAt', what: 'is not after opensAt' },
    ]);
}

const valuesOf = (fields: RewardFields) => ({
  ...fields,
  limitCount: fields.limit?.count ?? null,
  limitPeriod: fields.limit?.period ?? 'ever',
});

/** Adds a reward. BadInput, Conflict when the shop is full. */
export async function addReward(
  tx: Tx,
  communityId: string,
  { kind, stock, ...fields }: RewardFields & { kind: RewardKind; stock: number | null },
): Promise<string> {
  checkWindow(fields);
  if (kind === 'coupon' && stock !== null)
    throw new BadInput('the stock of coupons is the codes that are put in', [
      { where: '/stock', what: 'is not given for coupons' },
    ]);
  const id = newId();
  const own = valuesOf(fields);
  const { numAffectedRows } = await sql`
    INSERT INTO rewards (id, workspace_id, community_id, kind, name, description, how_to_use, price, stock, limit_count,
      limit_period, level_id, opens_at, closes_at, state, valid_days, member_cancels, position)
    SELECT ${id}::uuid, qunluo_workspace(), ${communityId}::uuid, ${kind}, ${own.name}, ${own.description},
      ${own.howToUse}, ${own.price}::int, ${kind === 'coupon' ? 0 : stock}::int, ${own.limitCount}::int,
      ${own.limitPeriod}, ${own.levelId}::uuid, ${own.opensAt}::timestamptz, ${own.closesAt}::timestamptz, ${own.state},
      ${own.validDays}::int, ${own.memberCancels}::boolean, ${own.position}::int
    WHERE (SELECT count(*) FROM rewards WHERE community_id = ${communityId}) < ${MOST_REWARDS}
  `.execute(tx);
  if (numAffectedRows === 0n) throw new Conflict(`a shop has at most ${MOST_REWARDS} rewards`, 'too_many_rewards');
  return id;
}

/** Writes a reward anew. Conflict when somebody else has changed it since `version`. */
export async function updateReward(tx: Tx, id: string, version: number, fields: RewardFields): Promise<void> {
  checkWindow(fields);
  const own = valuesOf(fields);
  const { numAffectedRows } = await sql`
    UPDATE rewards SET name = ${own.name}, description = ${own.description}, how_to_use = ${own.howToUse},
      price = ${own.price}, limit_count = ${own.limitCount}, limit_period = ${own.limitPeriod},
      level_id = ${own.levelId}, opens_at = ${own.opensAt}, closes_at = ${own.closesAt}, state = ${own.state},
      valid_days = ${own.validDays}, member_cancels = ${own.memberCancels}, position = ${own.position},
      version = version + 1
    WHERE id = ${id} AND version = ${version}
  `.execute(tx);
  if (numAffectedRows === 0n)
    throw new Conflict('somebody else has changed this reward meanwhile: load it again', 'version_conflict');
}

/** Whether a community has a shop: something was put into it that is not a draft only. */
export async function shopInUse(tx: Tx, communityId: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    SELECT EXISTS (SELECT FROM rewards WHERE community_id = ${communityId} AND state <> 'draft') AS used
  `.execute(tx);
  return rows[0]!.used;
}

/** Puts units in, or takes some off; null: from now on as many as are asked for. Conflict below what orders hold. */
export async function changeStockBy(tx: Tx, id: string, by: number | null): Promise<void> {
  const stock = by === null ? sql`NULL` : sql`coalesce(stock, taken) + ${by}::int`;
  await sql`UPDATE rewards SET stock = ${stock}, version = version + 1 WHERE id = ${id}`.execute(tx).catch((error) => {
    const broken = brokenConstraint(error);
    if (broken === 'reward_stock') throw new Conflict('fewer would be left than orders hold', 'stock_taken');
    if (broken === 'rewards_stock_check')
      throw new BadInput('a stock lies between 0 and 10,000,000', [{ where: '/by', what: 'leads out of this' }]);
    throw error;
  });
}

/** Gives a reward another picture, or none. @returns the one before */
export async function setRewardImage(tx: Tx, id: string, image: string | null): Promise<void> {
  await sql`UPDATE rewards SET image = ${image}, version = version + 1 WHERE id = ${id}`.execute(tx);
}
