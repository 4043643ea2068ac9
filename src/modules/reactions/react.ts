import type { Clock } from '#kernel/clock.ts';
import { AppError } from '#kernel/errors.ts';
import { findOptionalCommunity } from '#modules/communities/index.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import { type DeliveryItem, type DeliveryOrder, planDeliveries } from '#modules/delivery/index.ts';
import { type CommunityRef, communitySpace, type Reaction } from '#modules/events/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { type Answer, ANSWER_MS, answerHeard, runsOf } from './answer-heard.ts';
import { hear, type Heard } from './heard.ts';
import { postedCodes, type PostedCode, proveAccounts } from './prove-accounts.ts';
import { readRules } from './rule-store.ts';
import { addRuns, forgetOldRuns, type Run } from './run-store.ts';
import { type FindWay, findWays } from './ways.ts';

export type ReactionParts = {
  database: Database;
  engine: EventEngine;
  clock: Clock;
  log: Log;
  connectors: readonly AnyConnector[];
  /** Takes posted codes that sign somebody in on a page; which posts did. */
  signIns?: (tx: Tx, communityId: string, posts: readonly PostedCode[], now: Date) => Promise<{ eventId: string }[]>;
  /** Told when somebody proved an account that was another person's. */
  onPeopleChanged(community: CommunityRef): void;
};

const DAY_MS = 86_400_000;

/** Both languages: what language a member reads is not known yet. */
const PROVEN = '✅ 账号已确认 · Account confirmed';
const SIGNED_IN =
  '✅ 已登录成员页面。不是你本人？请在“我的 › 已登录的设备”里退出。\n✅ Signed in to your member pages. Not you? Sign it out under Me › Where you are signed in.';

/** The instant answers of a community: rules on messages and joins, and codes that prove accounts. */
export const createReactions = (parts: ReactionParts): Reaction => {
  /** When runs of long ago were last forgotten, by community. */
  const forgotten = new Map<string, number>();
  return {
    name: 'reactions',
    async react(community, events) {
      const space = communitySpace(community.communityId);
      const heard = events.flatMap((live) => hear(space, live));
      if (heard.length === 0) return;
      const now = parts.clock.now();
      const forget = now - (forgotten.get(community.communityId) ?? 0) > DAY_MS;
      const changed = await parts.database.inWorkspace(community.workspaceId, async (tx) => {
        if (forget) await forgetOldRuns(tx, community.communityId, new Date(now));
        return react(tx, parts, community, heard);
      });
      if (forget) forgotten.set(community.communityId, now);
      if (changed) parts.onPeopleChanged(community);
    },
  };
};

/** Reacts to what was heard. @returns whether people became one */
async function react(tx: Tx, parts: ReactionParts, ids: CommunityRef, heard: readonly Heard[]): Promise<boolean> {
  const now = new Date(parts.clock.now());
  const community = await findOptionalCommunity(tx, ids.communityId);
  if (!community) return false;
  const messages = heard.filter(({ kind }) => kind === 'message');
  const proofs = new Map((await proveAccounts(tx, ids, messages, now)).map((proof) => [proof.eventId, proof]));
  const signedIn = (await parts.signIns?.(tx, ids.communityId, postedCodes(messages), now)) ?? [];
  const taken = new Map([...proofs.keys()].map((eventId) => [eventId, PROVEN]));
  for (const { eventId } of signedIn) taken.set(eventId, SIGNED_IN);
  const rules = (await readRules(tx, ids.communityId)).filter(({ enabled }) => enabled);
  if (rules.length === 0 && taken.size === 0) return false;
  const waysOf = (events: readonly Heard[]) => findWays(tx, parts.connectors, ids.communityId, { events, now });
  const confirmed = heard.filter(({ eventId }) => taken.has(eventId));
  if (confirmed.length > 0) {
    const findWay = await waysOf(confirmed);
    const confirmations = confirmed.flatMap((one) =>
      confirmation(one, findWay, { text: taken.get(one.eventId)!, now }),
    );
    await planDeliveries(tx, orderOf(ids, 'proof', confirmations), now.getTime());
  }
  const others = heard.filter(({ eventId }) => !taken.has(eventId));
  const place = { ...ids, zone: community.zone };
  const answers = await answerHeard(tx, parts.engine, place, { rules, heard: others, waysOf, now });
  const runs: Run[] = [];
  for (const own of Map.groupBy(answers, ({ rule }) => rule.id).values())
    runs.push(...(await send(tx, parts, ids, own, now)).flatMap(runsOf));
  await addRuns(tx, ids.communityId, runs, now);
  return [...proofs.values()].some(({ merged }) => merged);
}

const orderOf = (ids: CommunityRef, id: string, items: readonly DeliveryItem[]): DeliveryOrder => ({
  ...ids,
  source: { kind: 'reaction', id },
  priority: 9,
  purpose: 'answer',
  items,
});

/** Asks for a rule's answers to be sent. What cannot be, such as of a template that is gone, must not hold up the inbox. */
async function send(
  tx: Tx,
  { log }: ReactionParts,
  ids: CommunityRef,
  answers: readonly Answer[],
  now: Date,
): Promise<readonly Answer[]> {
  const items = answers.flatMap(({ item }) => item ?? []);
  if (items.length === 0) return answers;
  const ruleId = answers[0]!.rule.id;
  try {
    await planDeliveries(tx, orderOf(ids, ruleId, items), now.getTime());
    return answers;
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    log.warn({ err: error, ...ids, rule: ruleId }, 'a rule cannot answer');
    return answers.map((answer) => (answer.item ? { ...answer, outcome: 'faulty' } : answer));
  }
}

/** Tells whoever posted a code, where they posted it, that it was taken. */
function confirmation(one: Heard, findWay: FindWay, { text, now }: { text: string; now: Date }): DeliveryItem[] {
  const way = findWay(one, 'chat');
  if (!way) return [];
  return [
    {
      ...way,
      memberId: one.accountId,
      message: { content: { kind: 'text', text } },
      dedupeKey: `proof:${one.eventId}`,
      replyTo: one.live.event.id,
      expiresAt: now.getTime() + ANSWER_MS,
    },
  ];
}
