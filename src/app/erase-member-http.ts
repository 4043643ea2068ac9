import { sql } from 'kysely';
import { BadInput, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { countErasure } from '#modules/events/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import { memberParams } from '#modules/members/contract.ts';
import {
  eraseBody,
  type Erasure,
  type ErasurePreview,
  erasureParams,
  erasurePreviewReply,
  erasureSchema,
  erasuresReply,
} from '#modules/members/erase.contract.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { planFor } from './erase-member.ts';
import { addErasure, findOptionalPending, getErasure, listErasures } from './erase-member-store.ts';
import { eraseMemberTask } from './erase-member-task.ts';
import type { Services } from './services.ts';

type Parts = Pick<Services, 'database' | 'engine' | 'jobs' | 'files'>;

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Who would be erased, and with what. NotFound where neither store knows the member. */
export async function previewErasure(
  parts: Parts,
  workspaceId: string,
  params: { communityId: string; memberId: string },
): Promise<ErasurePreview & { id: string }> {
  const { database, engine, files } = parts;
  const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, params.communityId));
  const scope = grantScope(workspaceId, community.id);
  const plan = await planFor(parts, scope, params.memberId);
  const counts = await countErasure(engine, scope, plan);
  const involved = plan.accounts.map(({ accountId }) => accountId);
  const kept = new Set((await files.list()).map(({ importId }) => importId));
  return database.inWorkspace(workspaceId, async (tx) => {
    const { rows: accounts } = await sql<ErasurePreview['accounts'][number]>`
      SELECT id, platform, external_id AS "externalId", name FROM accounts
      WHERE id = ANY(${involved}::uuid[]) AND community_id = ${community.id} ORDER BY first_at, id
    `.execute(tx);
    if (accounts.length === 0 && counts.events === 0) throw new NotFound('the member');
    const { rows: imports } = await sql<{ id: string }>`
      SELECT id FROM imports WHERE community_id = ${community.id}
    `.execute(tx);
    const own = accounts.find(({ id }) => id === params.memberId) ?? accounts.at(-1);
    return {
      id: community.id,
      confirm: own?.name || own?.externalId || plan.names[0] || params.memberId,
      accounts,
      ...counts,
      firstAt: instant(counts.firstAt),
      lastAt: instant(counts.lastAt),
      uploads: imports.filter(({ id }) => kept.has(id)).length,
      pending: (await findOptionalPending(tx, params.memberId)) ?? null,
    };
  });
}

/** Asks for a member to be erased. BadInput where what was typed is not how they are shown; Conflict when it is under way. */
export async function askErasure(
  parts: Parts,
  actor: Actor,
  { communityId: key, memberId, confirm: typed }: { communityId: string; memberId: string; confirm: string },
): Promise<Erasure> {
  const { workspaceId } = actor;
  const { id: communityId, confirm } = await previewErasure(parts, workspaceId, { communityId: key, memberId });
  if (typed !== confirm)
    throw new BadInput('what was typed is not how the member is shown', [
      { where: '/body/confirm', what: 'type it as the preview shows it' },
    ]);
  const id = newId();
  return parts.database.inWorkspace(workspaceId, async (tx) => {
    await addErasure(tx, { id, communityId, memberId, requestedBy: actor.operatorId ?? null });
    // Who asked and when, not about whom.
    await recordChange(tx, actor, { action: 'members.erase', subject: { kind: 'erasure', id }, communityId });
    await parts.jobs.send(eraseMemberTask, { workspaceId, erasureId: id }, { tx, key: id });
    return getErasure(tx, communityId, id);
  });
}

/** Erasing a member for good: what it would take, asking for it, and how far it is. */
export function eraseMemberRoutes(parts: Parts): Route[] {
  const { database } = parts;
  return [
    route({
      id: 'members.erasure-preview',
      method: 'GET',
      path: '/api/v1/communities/:communityId/members/:memberId/erasure',
      summary: 'What erasing a member would delete and what would stay without saying whose it is',
      params: memberParams,
      reply: erasurePreviewReply,
      async handle({ caller, params }) {
        const { id: _, ...shown } = await previewErasure(parts, caller.workspaceId, params);
        return shown;
      },
    }),
    route({
      id: 'members.erase',
      method: 'POST',
      path: '/api/v1/communities/:communityId/members/:memberId/erasure',
      summary: 'Erase a member for good from both stores, files and reports; cannot be taken back',
      params: memberParams,
      body: eraseBody,
      reply: erasureSchema,
      status: 202,
      async handle({ caller, params, body }) {
        return askErasure(parts, caller, { ...params, ...body });
      },
    }),
    route({
      id: 'members.erasures',
      method: 'GET',
      path: '/api/v1/communities/:communityId/erasures',
      summary: 'The erasures of a community, latest first; they do not say of whom',
      params: communityParams,
      reply: erasuresReply,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id } = await getCommunity(tx, params.communityId);
          return { erasures: await listErasures(tx, id) };
        }),
    }),
    route({
      id: 'members.erasure',
      method: 'GET',
      path: '/api/v1/communities/:communityId/erasures/:erasureId',
      summary: 'How far an erasure is',
      params: erasureParams,
      reply: erasureSchema,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id } = await getCommunity(tx, params.communityId);
          return getErasure(tx, id, params.erasureId);
        }),
    }),
  ];
}
