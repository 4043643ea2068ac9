import { BadInput, Conflict } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type AnyConnector, type Content, contentSchema } from '#modules/connections/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { addMessage, editMessage, getMessage } from './message-store.ts';
import { getQuestion, settleQuestion } from './question-store.ts';
import { quoting } from './relay-rules.ts';
import { findTargets, sendOut } from './send-out.ts';
import { lockSession } from './session-store.ts';

type Order = {
  actor: Actor & { operatorId?: string | undefined };
  workspaceId: string;
  communityId: string;
  id: string;
  now: Date;
  connectors: readonly AnyConnector[];
};

async function lockLive(tx: Tx, { communityId, id }: Order) {
  const session = await lockSession(tx, communityId, id);
  if (session.state !== 'live') throw new Conflict('the session is not live', 'relay_not_live');
  return session;
}

const checkContent = (content: Content): Content => {
  const checked = contentSchema.safeParse(content);
  if (checked.success) return checked.data;
  throw new BadInput('it is too long with what stands before it', [
    { where: `/content/${checked.error.issues[0]!.path.join('/')}`, what: checked.error.issues[0]!.message },
  ]);
};

/** Says something to all targets of a live session; `answers` is the event of a question that is quoted and answered by it. Conflict. */
export async function say(
  tx: Tx,
  { content, answers, ...order }: Order & { content: Content; answers: string | null },
): Promise<{ key: string; queued: number }> {
  const { actor, communityId, id, now, connectors, workspaceId } = order;
  const session = await lockLive(tx, order);
  const question = answers === null ? undefined : await getQuestion(tx, id, answers);
  const shown = checkContent(question ? quoting(question, content) : content);
  const key = newId(now.getTime());
  await addMessage(tx, id, { key, content: shown, accountId: null, operatorId: actor.operatorId ?? null, saidAt: now });
  if (question) await settleQuestion(tx, id, question.eventId, { state: 'answered', answerKey: key });
  const said = { key, version: 0, content: shown, createdBy: actor.operatorId };
  const targets = await findTargets(tx, connectors, communityId, session);
  const queued = await sendOut(tx, { workspaceId, communityId }, { session, targets, now }, said);
  await recordChange(tx, actor, {
    action: 'relays.say',
    subject: { kind: 'relay', id, label: session.name },
    communityId,
    after: { message: key, question: question?.eventId ?? null, groups: queued },
  });
  return { key, queued };
}

/** Says an operator's own words anew, in the place of what went out. Conflict for words that were heard. */
export async function sayAnew(
  tx: Tx,
  { content, key, ...order }: Order & { content: Content; key: string },
): Promise<number> {
  const { actor, communityId, id, now, connectors, workspaceId } = order;
  const session = await lockLive(tx, order);
  const before = await getMessage(tx, id, key);
  if (!before.own)
    throw new Conflict('these are a speaker’s words: they edit them where they said them', 'relay_not_own');
  const message = { key, version: before.version + 1, content: checkContent(content) };
  await editMessage(tx, id, message);
  const said = { ...message, before: before.version, createdBy: actor.operatorId };
  const targets = await findTargets(tx, connectors, communityId, session);
  const queued = await sendOut(tx, { workspaceId, communityId }, { session, targets, now }, said);
  await recordChange(tx, actor, {
    action: 'relays.edit',
    subject: { kind: 'relay', id, label: session.name },
    communityId,
    before: { content: before.content },
    after: { content: message.content },
  });
  return queued;
}
