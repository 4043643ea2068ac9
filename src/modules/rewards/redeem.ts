import { AppError, BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { levelsOf } from '#modules/levels/index.ts';
import { balancesOf, postPoints } from '#modules/points/index.ts';
import { coalescerBy } from '#platform/coalescer/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import {
  addAddresses,
  addOrders,
  type KnownOrder,
  type OfferRow,
  lockClaims,
  lookAtClaims,
  requestKey,
} from './claim-store.ts';
import { giveCodes } from './code-store.ts';
import type { Refusal } from './contract.ts';
import { type ClaimFacts, decideClaims, type Decision } from './decide-claims.ts';
import { CannotRedeem, PriceChanged } from './errors.ts';
import { readGates } from './level-gate.ts';
import type { Address } from './orders.contract.ts';
import { type Offer, refusalOf } from './refusal-of.ts';

/** One unit of a reward for a member. */
export type Claim = {
  rewardId: string;
  /** The member that stands for the person. */
  memberId: string;
  /** Of the request: asked again with it, the answer is the same order. */
  key: string;
  /** The price that was confirmed. */
  price: number;
  /** Of goods, and of nothing else. */
  address?: Address | undefined;
  /** When it was asked for, milliseconds UTC. */
  now: number;
};

/** `repeated`: the order was made by an earlier request with the same key. */
export type Redeemed = { orderId: string; repeated: boolean };

type Ids = { workspaceId: string; communityId: string };
export type Redeem = (community: Ids, claim: Claim) => Promise<Redeemed>;

const CLAIMS_AT_ONCE = 500;
const CLAIMS_WAITING = 50_000;
const IDLE_COMMUNITIES = 200;
const DAY_MS = 86_400_000;

/**
 * Redeems rewards. Claims of a community that come at the same time share one transaction over stock, limits and points,
 * in the order in which they came; each gets its own answer: an order, CannotRedeem, PriceChanged, NotFound, BadInput, or
 * Conflict for a key that belongs to another order. What it answers with is durable.
 */
export const createRedeem = (database: Database): Redeem =>
  coalescerBy({
    most: IDLE_COMMUNITIES,
    idOf: ({ communityId }: Ids) => communityId,
    options: (ids) => ({
      maxBatch: CLAIMS_AT_ONCE,
      maxPending: CLAIMS_WAITING,
      run: (claims: readonly Claim[]) => redeemTogether(database, ids, claims),
    }),
  });

type Answer = Redeemed | AppError;

async function redeemTogether(database: Database, ids: Ids, claims: readonly Claim[]): Promise<(Redeemed | Error)[]> {
  try {
    return await redeemMany(database, ids, claims);
  } catch (error) {
    // What PostgreSQL refuses of one must not fail those that happened to come at the same time.
    if (claims.length === 1 || error instanceof AppError) throw error;
    const answers: (Redeemed | Error)[] = [];
    for (const claim of claims) {
      const [answer] = await redeemMany(database, ids, [claim]).catch((own: Error) => [own]);
      answers.push(answer!);
    }
    return answers;
  }
}

/** Redeems many claims in one transaction, without waiting for others; answers in the order of the claims. */
export async function redeemMany(database: Database, ids: Ids, claims: readonly Claim[]): Promise<Answer[]> {
  const answers: (Answer | undefined)[] = Array.from({ length: claims.length });
  // Without a lock first: once a reward is gone, thousands of claims are told so and wait for nobody.
  const { offers, known } = await lookAtClaims(database, ids, claims);
  const tell = new Refusals();
  for (const [place, claim] of claims.entries()) {
    const order = known.get(place);
    answers[place] = order ? answerKnown(order, claim) : hopeless(offers.get(claim.rewardId), claim, tell);
  }
  if (answers.includes(undefined))
    await database.inWorkspace(ids.workspaceId, (tx) => takeRewards(tx, ids.communityId, claims, answers));
  return answers as Answer[];
}

/** The answer to a request that made an order before. */
const answerKnown = (order: KnownOrder, { rewardId }: Claim): Answer =>
  order.rewardId === rewardId ? { orderId: order.id, repeated: true } : keyUsed();

const keyUsed = () => new Conflict('this key belongs to an order of another reward', 'key_used');

/** One failure for everybody of a batch who is told the same: thousands of losers are told at once, not each a stack. */
class Refusals {
  readonly #told = new Map<Refusal, CannotRedeem>();

  of(refusal: Refusal): CannotRedeem {
    let told = this.#told.get(refusal);
    if (!told) this.#told.set(refusal, (told = new CannotRedeem(refusal)));
    return told;
  }
}

/** What a claim is told that nothing about its member can help; undefined when the member decides. */
function hopeless(offer: OfferRow | undefined, claim: Claim, tell: Refusals): AppError | undefined {
  if (!offer || offer.price !== claim.price) return refusalFor(offer ? 'price_changed' : 'unknown', offer, claim, tell);
  const anyone = { balance: Infinity, rank: Infinity, mine: 0 };
  return refusalFor(refusalOf({ ...offer, rank: null }, anyone, claim.now) ?? 'takes', offer, claim, tell);
}

function refusalFor(
  decision: Decision,
  offer: OfferRow | undefined,
  { address }: Claim,
  tell: Refusals,
): AppError | undefined {
  if (!offer || decision === 'unknown') return new NotFound('the reward');
  if (decision === 'price_changed') return new PriceChanged(offer.price);
  if (decision !== 'takes') return tell.of(decision);
  if (offer.kind === 'goods' && !address)
    return new BadInput('say where to send it', [{ where: '/address', what: 'is missing' }], 'address_needed');
  if (offer.kind !== 'goods' && address)
    return new BadInput(
      'this is not sent anywhere',
      [{ where: '/address', what: 'is not needed' }],
      'no_address_needed',
    );
  return undefined;
}

/** Decides what is not answered yet under the lock of the rewards, takes points and stock, and makes the orders. */
async function takeRewards(
  tx: Tx,
  communityId: string,
  claims: readonly Claim[],
  answers: (Answer | undefined)[],
): Promise<void> {
  const open = claims.flatMap((_, place) => (answers[place] === undefined ? [place] : []));
  // Looked at again, now that nobody else can be making orders of these.
  const { offers, known, mine } = await lockClaims(
    tx,
    communityId,
    open.map((place) => claims[place]!),
  );
  for (const [at, order] of known) answers[open[at]!] = answerKnown(order, claims[open[at]!]!);
  const tell = new Refusals();
  const { firsts, repeats } = splitRepeats(
    claims,
    open.filter((place) => answers[place] === undefined),
  );
  const wishes = firsts.map((place) => claims[place]!);
  const { decisions, paid } = await decideAndPay(tx, communityId, wishes, { offers, mine });
  const orders = wishes.flatMap((claim, at) => {
    const { id, transactionId } = paid.get(at) ?? {};
    return decisions[at] === 'takes' ? [orderOf(claim, offers.get(claim.rewardId)!, id!, transactionId ?? null)] : [];
  });
  await fulfil(tx, communityId, { orders, claims: wishes, offers });
  for (const [at, place] of firsts.entries()) {
    const made = paid.get(at);
    answers[place] =
      decisions[at] === 'takes'
        ? { orderId: made!.id, repeated: false }
        : refusalFor(decisions[at]!, offers.get(claims[place]!.rewardId), claims[place]!, tell)!;
  }
  for (const [place, first] of repeats) {
    const answer = answers[first]!;
    if (claims[place]!.rewardId !== claims[first]!.rewardId) answers[place] = keyUsed();
    else answers[place] = answer instanceof AppError ? answer : { ...answer, repeated: true };
  }
}

/** Of the same request many times in one batch the first decides, and the others get its answer. */
function splitRepeats(
  claims: readonly Claim[],
  places: readonly number[],
): { firsts: number[]; repeats: [place: number, first: number][] } {
  const seen = new Map<string, number>();
  const firsts: number[] = [];
  const repeats: [number, number][] = [];
  for (const place of places) {
    const key = requestKey(claims[place]!.memberId, claims[place]!.key);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, place);
      firsts.push(place);
    } else repeats.push([place, first]);
  }
  return { firsts, repeats };
}

type Paid = ReadonlyMap<number, { id: string; transactionId: string | null }>;

/**
 * Decides claims and takes their points. Everybody is believed to have enough until the ledger says otherwise of somebody:
 * then balances are read, and whom it refuses gives place to the next, until everybody who takes something has paid.
 */
async function decideAndPay(
  tx: Tx,
  communityId: string,
  claims: readonly Claim[],
  { offers, mine }: { offers: ReadonlyMap<string, OfferRow>; mine: ReadonlyMap<string, number> },
): Promise<{ decisions: Decision[]; paid: Paid }> {
  let facts: ClaimFacts = { ...(await readStandings(tx, communityId, claims, offers)), mine, balances: undefined };
  const paid = new Map<number, { id: string; transactionId: string | null }>();
  const poor = new Set<number>();
  for (;;) {
    const decisions = decideClaims(claims, facts, { paid: new Set(paid.keys()), poor });
    const fresh = decisions.flatMap((decision, at) => (decision === 'takes' && !paid.has(at) ? [at] : []));
    for (const at of fresh) paid.set(at, { id: newId(claims[at]!.now), transactionId: null });
    const costing = fresh.filter((at) => claims[at]!.price > 0);
    const outcomes = await postPoints(
      tx,
      costing.map((at) => postOf(communityId, claims[at]!, paid.get(at)!.id, offers.get(claims[at]!.rewardId)!.name)),
    );
    const before = poor.size;
    for (const [index, { state, transactionId }] of outcomes.entries()) {
      const at = costing[index]!;
      if (state === 'posted') paid.get(at)!.transactionId = transactionId!;
      else if (state === 'insufficient' || state === 'no-member') {
        paid.delete(at);
        poor.add(at);
      } else throw new Error(`the ledger answered an order with ${state}`);
    }
    if (poor.size === before) return { decisions, paid };
    facts = { ...facts, balances: await balancesLeft(tx, claims, paid) };
  }
}

/** What everybody had before this batch took from it, so that deciding anew counts it once. */
async function balancesLeft(tx: Tx, claims: readonly Claim[], paid: Paid): Promise<Map<string, number>> {
  const balances = await balancesOf(tx, [...new Set(claims.map(({ memberId }) => memberId))]);
  for (const at of paid.keys()) {
    const { memberId, price } = claims[at]!;
    balances.set(memberId, (balances.get(memberId) ?? 0) + price);
  }
  return balances;
}

const postOf = (communityId: string, { memberId, price, now }: Claim, orderId: string, note: string) =>
  ({
    key: `reward-order:${orderId}`,
    communityId,
    memberId,
    kind: 'spend',
    amount: price,
    cause: { kind: 'order', id: orderId, note },
    at: now,
  }) as const;

/** What rewards take, and where those stand who ask for one that takes a level. */
async function readStandings(
  tx: Tx,
  communityId: string,
  claims: readonly Claim[],
  rows: ReadonlyMap<string, OfferRow>,
): Promise<Pick<ClaimFacts, 'offers' | 'ranks'>> {
  const gates = await readGates(tx, communityId, rows.values());
  const gated = claims.filter(({ rewardId }) => gates.has(rewardId)).map(({ memberId }) => memberId);
  const levels = await levelsOf(tx, [...new Set(gated)]);
  return {
    offers: new Map([...rows].map(([id, row]): [string, Offer] => [id, { ...row, rank: gates.get(id) ?? null }])),
    ranks: new Map(levels.map(({ memberId, rank }) => [memberId, rank])),
  };
}

/** What is given at once is done; what somebody has to do or to send is placed. */
const orderOf = (claim: Claim, offer: OfferRow, id: string, transactionId: string | null) => ({
  id,
  rewardId: claim.rewardId,
  memberId: claim.memberId,
  key: claim.key,
  price: claim.price,
  transactionId,
  state: offer.kind === 'coupon' || offer.kind === 'benefit' ? ('done' as const) : ('placed' as const),
  at: claim.now,
  validUntil: offer.validDays === null ? null : claim.now + offer.validDays * DAY_MS,
});

async function fulfil(
  tx: Tx,
  communityId: string,
  {
    orders,
    claims,
    offers,
  }: { orders: ReturnType<typeof orderOf>[]; claims: readonly Claim[]; offers: ReadonlyMap<string, OfferRow> },
): Promise<void> {
  if (orders.length === 0) return;
  await addOrders(tx, communityId, orders);
  const addressOf = new Map(claims.map(({ memberId, key, address }) => [requestKey(memberId, key), address]));
  const sent = orders.flatMap(({ id, memberId, key }) => {
    const address = addressOf.get(requestKey(memberId, key));
    return address ? [{ ...address, orderId: id, memberId }] : [];
  });
  if (sent.length > 0) await addAddresses(tx, sent);
  for (const { id: rewardId } of [...offers.values()].filter(({ kind }) => kind === 'coupon')) {
    const own = orders.filter((order) => order.rewardId === rewardId).map(({ id }) => id);
    if (own.length > 0) await giveCodes(tx, rewardId, own);
  }
}
