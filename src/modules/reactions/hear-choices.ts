import { findOptionalCommunity } from '#modules/communities/index.ts';
import { chooseDeliveries, planDeliveries } from '#modules/delivery/index.ts';
import type { CommunityRef, Reaction } from '#modules/events/index.ts';
import { communitySpace, type LiveEvent, OWN_PLATFORM } from '#modules/events/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { ANSWER_MS } from './answer-heard.ts';
import { foldText, withoutMarks } from './match-words.ts';
import type { ReactionParts } from './react.ts';
import { findWays } from './ways.ts';

type Choice = 'in' | 'out';

/** What people write to get nothing more, or something again: the whole of a message to us alone, marks aside. */
const WORDS: Readonly<Record<Choice, readonly string[]>> = {
  out: ['退订', 'td', '取消订阅', '不要再发', 'stop', 'unsubscribe'],
  in: ['恢复', '恢复订阅', 'start', 'subscribe'],
};

/** Both languages: what language a member reads is not known yet. */
const TAKEN: Readonly<Record<Choice, string>> = {
  out: '已退订，不再给你发推广消息；回复“恢复”可以重新接收。\nYou will get no more promotions. Send START to get them again.',
  in: '已恢复，回复“退订”可以随时停止。\nYou will get our messages again. Send STOP to end them.',
};

type Chosen = { choice: Choice; accountId: string; live: LiveEvent };

/** What somebody chose by a message to us alone, or as their platform says (`choice` of the event); undefined: nothing. */
export function choiceIn({ event, version }: Pick<LiveEvent, 'event' | 'version'>): Choice | undefined {
  if (event.bot || event.removed || version > 0) return undefined;
  if (event.choice === 'out' || event.choice === 'in') return event.choice;
  if (event.group || !event.text) return undefined;
  const said = withoutMarks(foldText(event.text));
  return (['out', 'in'] as const).find((choice) => WORDS[choice].includes(said));
}

/** Writes down what members say about being written to, and tells those who said it to us that it was taken. */
export const createChoices = (parts: Omit<ReactionParts, 'onPeopleChanged' | 'log' | 'engine'>): Reaction => ({
  name: 'choices',
  async react(community, events) {
    const space = communitySpace(community.communityId);
    const chosen = events.flatMap((live): Chosen[] => {
      const choice = choiceIn(live);
      const accountId = space.accountId(live.event.platform ?? OWN_PLATFORM, live.event.member);
      return choice === undefined ? [] : [{ choice, accountId, live }];
    });
    if (chosen.length === 0) return;
    await parts.database.inWorkspace(community.workspaceId, (tx) => take(tx, parts, community, chosen));
  },
});

async function take(
  tx: Tx,
  { clock, connectors }: Pick<ReactionParts, 'clock' | 'connectors'>,
  ids: CommunityRef,
  chosen: readonly Chosen[],
): Promise<void> {
  if (!(await findOptionalCommunity(tx, ids.communityId))) return;
  const now = clock.now();
  const asked = chosen.map(({ live }) => ({ eventId: live.eventId, groupId: null, live }));
  const findWay = await findWays(tx, connectors, ids.communityId, { events: asked, now: new Date(now) });
  for (const { choice, accountId: memberId, live } of chosen) {
    const order = {
      actor: systemCaller(ids.workspaceId),
      communityId: ids.communityId,
      memberId,
      how: 'member' as const,
      now,
    };
    await chooseDeliveries(tx, order, { choice, scope: 'promotion', reason: '' });
    const way =
      live.event.kind === 'leave' ? undefined : findWay({ eventId: live.eventId, groupId: null, live }, 'person');
    if (!way) continue;
    await planDeliveries(
      tx,
      {
        ...ids,
        source: { kind: 'reaction', id: 'choice' },
        priority: 9,
        purpose: 'answer',
        items: [
          {
            ...way,
            memberId,
            message: { content: { kind: 'text', text: TAKEN[choice] } },
            dedupeKey: `choice:${live.eventId}`,
            replyTo: live.event.id,
            expiresAt: now + ANSWER_MS,
          },
        ],
      },
      now,
    );
  }
}
