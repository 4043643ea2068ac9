import { BadInput, Conflict } from '#kernel/errors.ts';
import { listAttachedChats } from '#modules/connections/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import { findByIds } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { z } from 'zod';
import type { changeSessionBody, SessionState } from './contract.ts';
import {
  addSession,
  type KeptSession,
  lockSession,
  removeSession,
  type SessionFields,
  setState,
  updateSession,
} from './session-store.ts';

type Who = { actor: Actor & { operatorId?: string | undefined }; communityId: string };
type OfOne = Who & { id: string };

const fieldsOf = (session: KeptSession): SessionFields => ({
  name: session.name,
  sourceChatId: session.sourceChatId,
  speakerIds: session.speakerIds,
  heading: session.heading,
  targetIds: session.targetIds,
  questions: session.questions,
  questionWord: session.questionWord,
});

/** Chats have to be attached, the source is no target, and speakers are members. BadInput. */
async function checkFields(tx: Tx, communityId: string, fields: SessionFields): Promise<SessionFields> {
  const attached = new Set((await listAttachedChats(tx, communityId)).map(({ id }) => id));
  const unknown = (where: string) =>
    new BadInput('a chat is not attached', [{ where, what: 'is no chat that is attached to this community' }]);
  const { sourceChatId, targetIds, speakerIds } = fields;
  if (sourceChatId !== null && !attached.has(sourceChatId)) throw unknown('/sourceChatId');
  const at = targetIds.findIndex((id) => !attached.has(id));
  if (at >= 0) throw unknown(`/targetIds/${at}`);
  const people = new Set((await findByIds(tx, communityId, speakerIds)).map(({ id }) => id));
  const missing = speakerIds.findIndex((id) => !people.has(id));
  if (missing >= 0)
    throw new BadInput('a speaker is not there', [
      { where: `/speakerIds/${missing}`, what: 'is no member of this community' },
    ]);
  return { ...fields, targetIds: [...new Set(targetIds)].filter((id) => id !== sourceChatId) };
}

/** Makes a session that is not live yet. @returns its id */
export async function createSession(
  tx: Tx,
  { actor, communityId, body }: Who & { body: SessionFields },
): Promise<string> {
  const fields = await checkFields(tx, communityId, body);
  const id = await addSession(tx, communityId, { ...fields, createdBy: actor.operatorId });
  const subject = { kind: 'relay', id, label: body.name };
  await recordChange(tx, actor, { action: 'relays.create', subject, communityId, after: fields });
  return id;
}

/** Changes a session; what is absent stays. Conflict once it has ended. */
export async function changeSession(
  tx: Tx,
  { actor, communityId, id, body }: OfOne & { body: z.output<typeof changeSessionBody> },
): Promise<void> {
  const session = await lockSession(tx, communityId, id);
  if (session.state === 'ended') throw new Conflict('the session has ended', 'relay_ended');
  const before = fieldsOf(session);
  const after = await checkFields(tx, communityId, { ...before, ...body });
  await updateSession(tx, id, after);
  const subject = { kind: 'relay', id, label: after.name };
  await recordChange(tx, actor, { action: 'relays.update', subject, communityId, before, after });
}

/** From which state a session may go to which. */
const WAYS: Record<SessionState, readonly SessionState[]> = {
  ready: ['live', 'ended'],
  live: ['paused', 'ended'],
  paused: ['live', 'ended'],
  ended: [],
};

/** Sets a session live, pauses or ends it. Conflict from a state where that cannot be, or without any target. */
export async function changeState(
  tx: Tx,
  { actor, communityId, id, state, now }: OfOne & { state: SessionState; now: Date },
): Promise<void> {
  const session = await lockSession(tx, communityId, id);
  if (session.state === state) return;
  if (!WAYS[session.state].includes(state))
    throw new Conflict(`a session that is ${session.state} cannot become ${state}`, 'relay_state');
  if (state === 'live' && session.targetIds.length === 0)
    throw new Conflict('it goes nowhere yet: choose groups first', 'relay_without_targets');
  await setState(tx, id, state, now);
  await recordChange(tx, actor, {
    action: 'relays.state',
    subject: { kind: 'relay', id, label: session.name },
    communityId,
    before: { state: session.state },
    after: { state },
  });
}

/** Deletes a session with what it kept; one that is live ends. What went out stays among the deliveries. */
export async function deleteSession(tx: Tx, { actor, communityId, id }: OfOne): Promise<void> {
  const session = await lockSession(tx, communityId, id);
  await removeSession(tx, id);
  const subject = { kind: 'relay', id, label: session.name };
  await recordChange(tx, actor, { action: 'relays.delete', subject, communityId, before: fieldsOf(session) });
}
