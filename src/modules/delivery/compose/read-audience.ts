import { BadInput, NotFound } from '#kernel/errors.ts';
import { listAttachedChats } from '#modules/connections/index.ts';
import { getSegment, segmentMembers } from '#modules/segments/index.ts';
import { type EventEngine, grantScope, sql as engineSql } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { Audience } from '../contract.ts';
import type { Channel } from '../order.ts';
import { type Addressee, waysToPeople } from '../ways-to-people.ts';

type Ids = { workspaceId: string; communityId: string };
export type AudienceParts = { database: Database; engine: EventEngine };

/** The members that an audience names: those of a segment as it was last computed. NotFound for another's segment. */
export async function membersOfAudience(
  { database, engine }: AudienceParts,
  { workspaceId, communityId }: Ids,
  audience: Audience,
): Promise<string[]> {
  if (audience.kind === 'members') return [...new Set(audience.memberIds)];
  if (audience.kind !== 'segment') return [];
  await database.inWorkspace(workspaceId, (tx) => getSegment(tx, communityId, audience.segmentId));
  const scope = grantScope(workspaceId, communityId);
  const rows = await engine.query<{ member_id: string }>(
    scope,
    'delivery.segment_members',
    engineSql`SELECT member_id FROM ${segmentMembers(scope, audience.segmentId)}`,
  );
  return rows.map((row) => row.member_id);
}

/** How each of an audience is reached. NotFound for members, chats or connections that the community does not have. */
export async function readAudience(
  tx: Tx,
  { communityId }: Pick<Ids, 'communityId'>,
  { audience, memberIds, channels }: { audience: Audience; memberIds: readonly string[]; channels: readonly Channel[] },
): Promise<Addressee[]> {
  if (audience.kind === 'chats') return chatsOf(tx, communityId, audience.chatIds);
  const asked = audience.connectionIds.map((id) => {
    const channel = channels.find((one) => one.id === id);
    if (!channel) throw new NotFound('the connection');
    return channel;
  });
  if (audience.kind === 'public')
    return asked.map(({ id, name }) => ({
      memberId: null,
      name,
      way: { connectionId: id, to: { kind: 'public', id: name } },
    }));
  return peopleOf(tx, communityId, { memberIds, channels: asked, strict: audience.kind === 'members' });
}

async function chatsOf(tx: Tx, communityId: string, chatIds: readonly string[]): Promise<Addressee[]> {
  const attached = new Map((await listAttachedChats(tx, communityId)).map((chat) => [chat.id, chat]));
  return [...new Set(chatIds)].map((id) => {
    const chat = attached.get(id);
    if (!chat) throw new NotFound('the chat');
    const to = { kind: 'chat', id: chat.externalId } as const;
    return { memberId: null, name: chat.name, way: { connectionId: chat.connectionId, to } };
  });
}

/** Each person once; BadInput where none of the connections can write to anybody. */
async function peopleOf(
  tx: Tx,
  communityId: string,
  { memberIds, channels, strict }: { memberIds: readonly string[]; channels: readonly Channel[]; strict: boolean },
): Promise<Addressee[]> {
  if (!channels.some(({ capabilities }) => capabilities.recipients.includes('person')))
    throw new BadInput('none of the connections can write to a person', [
      { where: '/body/audience/connectionIds', what: 'none of them can write to a person' },
    ]);
  const people = await waysToPeople(tx, communityId, { memberIds, channels });
  if (strict && memberIds.length > 0 && people.length === 0) throw new NotFound('the member');
  return people;
}
