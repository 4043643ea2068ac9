import type { DeliveryItem } from '#modules/delivery/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { chooseAnswers } from './choose-answers.ts';
import type { Outcome } from './contract.ts';
import { findFirstMessages } from './first-messages.ts';
import type { Heard } from './heard.ts';
import type { KeptRule } from './rule-store.ts';
import { lastAnswers, listRun, type Run } from './run-store.ts';
import type { FindWay } from './ways.ts';

/** What is older than this is not answered: a server that was away all night answers nobody's evening at six. */
const LATE_MS = 10 * 60_000;
/** An answer that could not go out for so long is not sent any more. */
export const ANSWER_MS = 10 * 60_000;
/** Names that a welcome to many names; the others are meant. */
const NAMES_AT_ONCE = 10;

type Order = {
  rules: readonly KeptRule[];
  heard: readonly Heard[];
  /** Asked only about what is answered: most of what is said is not. */
  waysOf(events: readonly Heard[]): Promise<FindWay>;
  now: Date;
};
type Chosen = { rule: KeptRule; one: Heard };

/** What a rule makes of events that belong together; `item` where it answers. */
export type Answer = { rule: KeptRule; together: readonly Heard[]; outcome: Outcome; item?: DeliveryItem };

/**
 * What the rules make of what was heard. People who came into a chat together are greeted together. What was answered before
 * gets no second answer.
 */
export async function answerHeard(
  tx: Tx,
  engine: EventEngine,
  place: { workspaceId: string; communityId: string; zone: string },
  { rules, heard, waysOf, now }: Order,
): Promise<Answer[]> {
  if (rules.length === 0 || heard.length === 0) return [];
  const firsts = await firstsOf(tx, engine, place, rules, heard);
  const chosen = heard.flatMap((one) =>
    chooseAnswers(rules, { ...one, first: firsts.has(one.eventId) }).map(({ rule }): Chosen => ({ rule, one })),
  );
  if (chosen.length === 0) return [];
  const ruleIds = [...new Set(chosen.map(({ rule }) => rule.id))];
  const done = await listRun(
    tx,
    chosen.map(({ one }) => one.eventId),
    ruleIds,
  );
  const fresh = chosen.filter(({ rule, one }) => !done.has(`${rule.id} ${one.eventId}`));
  if (fresh.length === 0) return [];
  const rests = new Resting(await lastAnswers(tx, ruleIds, new Date(now.getTime() - 86_400_000)), now);
  const findWay = await waysOf(fresh.map(({ one }) => one));
  return gather(fresh).map(([rule, together]) => {
    const first = together[0]!;
    const way = findWay(first, rule.place);
    if (isLate(first, now)) return { rule, together, outcome: 'late' };
    if (!way) return { rule, together, outcome: 'no_way' };
    if (!rests.take(rule, first)) return { rule, together, outcome: 'resting' };
    return { rule, together, outcome: 'answered', item: itemOf(rule, together, way, now) };
  });
}

/** The log is asked about first words only where a rule answers them. */
const firstsOf = async (
  tx: Tx,
  engine: EventEngine,
  place: { workspaceId: string; communityId: string; zone: string },
  rules: readonly KeptRule[],
  heard: readonly Heard[],
): Promise<Set<string>> =>
  rules.some(({ trigger }) => trigger.kind === 'first_message')
    ? findFirstMessages(
        tx,
        engine,
        place,
        heard.filter(({ kind }) => kind === 'message'),
      )
    : new Set();

const isLate = ({ at }: Heard, now: Date): boolean => now.getTime() - at.getTime() > LATE_MS;

/** Those who joined one chat at once share a greeting, unless each gets their own; everything else is by itself. */
function gather(chosen: readonly Chosen[]): [KeptRule, Heard[]][] {
  const together = Map.groupBy(chosen, ({ rule, one }) =>
    rule.trigger.kind === 'welcome' && rule.place === 'chat'
      ? `${rule.id} ${one.groupId}`
      : `${rule.id} ${one.eventId}`,
  );
  return [...together.values()].map((all) => [all[0]!.rule, all.map(({ one }) => one)]);
}

/** Keeps a rule from answering again in a chat before it rested. */
class Resting {
  readonly #last: Map<string, number>;
  readonly #now: number;

  constructor(last: Map<string, number>, now: Date) {
    this.#last = last;
    this.#now = now.getTime();
  }

  /** Whether the rule may answer there now; it has answered then. */
  take({ id, restSeconds }: KeptRule, { groupId }: Heard): boolean {
    const key = `${id} ${groupId}`;
    const last = this.#last.get(key);
    if (last !== undefined && this.#now - last < restSeconds * 1000) return false;
    this.#last.set(key, this.#now);
    return true;
  }
}

/** What is kept of an answer: a run for each event that it is for. */
export const runsOf = ({ rule, together, outcome }: Answer): Run[] =>
  together.map(({ eventId, accountId, groupId, at }) => ({
    ruleId: rule.id,
    eventId,
    accountId,
    groupId,
    outcome,
    happenedAt: at,
  }));

function itemOf(
  rule: KeptRule,
  together: readonly Heard[],
  way: NonNullable<ReturnType<FindWay>>,
  now: Date,
): DeliveryItem {
  const [first] = together;
  const names = [...new Set(together.map(({ live }) => live.event.name || live.event.member))];
  return {
    ...way,
    // What several get together is nobody's own.
    ...(together.length === 1 && { memberId: first!.accountId }),
    message: { ...rule.answer, variables: { ...rule.answer.variables, name: named(names) } },
    dedupeKey: `reaction:${rule.id}:${first!.eventId}`,
    expiresAt: now.getTime() + ANSWER_MS,
    ...(first!.kind === 'message' && { replyTo: first!.live.event.id }),
  };
}

const named = (names: readonly string[]): string =>
  names.length <= NAMES_AT_ONCE
    ? names.join('、')
    : `${names.slice(0, NAMES_AT_ONCE).join('、')} +${names.length - NAMES_AT_ONCE}`;
