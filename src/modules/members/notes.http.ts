import { recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { memberParams, noteBody, noteParams, notesReply } from './contract.ts';
import type { InCommunity } from './http.ts';
import { addNote, changeNote, listNotes, removeNote } from './member-notes.ts';

const LIST = '/api/v1/communities/:communityId/members/:memberId/notes';

/** Notes about a member. What they say stays out of the audit trail: it is often personal. */
export const noteRoutes = (inCommunity: InCommunity): Route[] => [
  route({
    id: 'members.notes',
    method: 'GET',
    path: LIST,
    summary: 'What operators wrote about a member',
    params: memberParams,
    reply: notesReply,
    handle: ({ caller, params: { communityId: key, memberId } }) =>
      inCommunity(caller, key, async (tx, communityId) => ({
        notes: await listNotes(tx, communityId, memberId, caller.operatorId),
      })),
  }),
  route({
    id: 'members.add-note',
    method: 'POST',
    path: LIST,
    summary: 'Write a note about a member',
    params: memberParams,
    body: noteBody,
    reply: notesReply,
    status: 201,
    handle: ({ caller, params: { communityId: key, memberId }, body }) =>
      inCommunity(caller, key, async (tx, communityId) => {
        const { operatorId } = caller;
        const note = await addNote(tx, { communityId, memberId, ...body, operatorId });
        const subject = { kind: 'member', id: memberId };
        await recordChange(tx, caller, { action: 'members.add-note', subject, communityId, after: { note } });
        return { notes: await listNotes(tx, communityId, memberId, operatorId) };
      }),
  }),
  route({
    id: 'members.change-note',
    method: 'PATCH',
    path: `${LIST}/:noteId`,
    summary: 'Change one’s own note',
    params: noteParams,
    body: noteBody,
    reply: notesReply,
    handle: ({ caller, params: { communityId: key, ...ids }, body }) =>
      inCommunity(caller, key, async (tx, communityId) => {
        const { operatorId } = caller;
        await changeNote(tx, { communityId, ...ids, ...body, operatorId });
        await recordChange(tx, caller, {
          action: 'members.change-note',
          subject: { kind: 'member', id: ids.memberId },
          communityId,
          after: { note: ids.noteId },
        });
        return { notes: await listNotes(tx, communityId, ids.memberId, operatorId) };
      }),
  }),
  route({
    id: 'members.remove-note',
    method: 'DELETE',
    path: `${LIST}/:noteId`,
    summary: 'Remove one’s own note',
    params: noteParams,
    reply: notesReply,
    handle: ({ caller, params: { communityId: key, ...ids } }) =>
      inCommunity(caller, key, async (tx, communityId) => {
        const { operatorId } = caller;
        await removeNote(tx, { communityId, ...ids, operatorId });
        await recordChange(tx, caller, {
          action: 'members.remove-note',
          subject: { kind: 'member', id: ids.memberId },
          communityId,
          before: { note: ids.noteId },
        });
        return { notes: await listNotes(tx, communityId, ids.memberId, operatorId) };
      }),
  }),
];
