import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { attributeRoutes } from './attributes.http.ts';
import { communityTagsReply, memberParams, setTagsBody, standingsBody, tagsReply } from './contract.ts';
import { listTags, setTags, tagsOf } from './member-tags.ts';
import { mergeRoutes } from './merges.http.ts';
import { noteRoutes } from './notes.http.ts';
import { findByIds } from './people.read-model.ts';
import { setStandings } from './standing.ts';

export type MembersParts = {
  database: Database;
  /** Who is who, or what somebody is to the community, has changed: its figures are due. */
  onPeopleChanged?: (community: { workspaceId: string; communityId: string }) => void;
};

/** Opens a community of the caller's and does something in it, in one transaction. */
export type InCommunity = <T>(
  caller: Caller,
  key: string,
  work: (tx: Tx, communityId: string) => Promise<T>,
) => Promise<T>;

/** Tags, standings, attributes, notes and merges of members. */
export function membersRoutes(parts: MembersParts): Route[] {
  const { database } = parts;
  const inCommunity: InCommunity = (caller, key, work) =>
    database.inWorkspace(caller.workspaceId, async (tx) => work(tx, (await getCommunity(tx, key)).id));
  return [
    ...tagRoutes(inCommunity),
    standingsRoute(inCommunity, parts),
    ...attributeRoutes(inCommunity),
    ...noteRoutes(inCommunity),
    ...mergeRoutes(inCommunity, parts),
  ];
}

const tagRoutes = (inCommunity: InCommunity): Route[] => [
  route({
    id: 'members.tags',
    method: 'GET',
    path: '/api/v1/communities/:communityId/tags',
    summary: 'The tags of a community and how many members carry each',
    params: communityParams,
    reply: communityTagsReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, id) => ({ tags: await listTags(tx, id) })),
  }),
  route({
    id: 'members.set-tags',
    method: 'PUT',
    path: '/api/v1/communities/:communityId/members/:memberId/tags',
    summary: 'Replace the tags set by hand of a member',
    params: memberParams,
    body: setTagsBody,
    reply: tagsReply,
    handle: ({ caller, params: { communityId: key, memberId }, body }) =>
      inCommunity(caller, key, async (tx, communityId) => {
        const byHand = async () =>
          (await tagsOf(tx, communityId, memberId)).filter(({ source }) => source === 'hand').map(({ tag }) => tag);
        const before = await byHand();
        await setTags(tx, { communityId, memberId, tags: body.tags, source: 'hand', operatorId: caller.operatorId });
        await recordChange(tx, caller, {
          action: 'members.set-tags',
          subject: { kind: 'member', id: memberId },
          communityId,
          before: { tags: before },
          after: { tags: await byHand() },
        });
        return { tags: await tagsOf(tx, communityId, memberId) };
      }),
  }),
];

const standingsRoute = (inCommunity: InCommunity, { onPeopleChanged }: MembersParts): Route =>
  route({
    id: 'members.set-standings',
    method: 'PUT',
    path: '/api/v1/communities/:communityId/members/:memberId/standings',
    summary: 'Say whether a member is a certified expert or one of the team; counts from the next evaluation on',
    params: memberParams,
    body: standingsBody,
    reply: standingsBody,
    async handle({ caller, params: { communityId: key, memberId }, body }) {
      const { standings, communityId } = await inCommunity(caller, key, async (tx, communityId) => {
        const read = async () => (await findByIds(tx, communityId, [memberId]))[0]?.standings ?? [];
        const before = await read();
        await setStandings(tx, { communityId, memberId, standings: body.standings, operatorId: caller.operatorId });
        const after = await read();
        await recordChange(tx, caller, {
          action: 'members.set-standings',
          subject: { kind: 'member', id: memberId },
          communityId,
          before: { standings: before },
          after: { standings: after },
        });
        return { standings: after, communityId };
      });
      onPeopleChanged?.({ workspaceId: caller.workspaceId, communityId });
      return { standings };
    },
  });
