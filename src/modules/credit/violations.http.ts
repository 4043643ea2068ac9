import { z } from 'zod';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { readCursor, type Route, route, writeCursor } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { NotFound } from '#kernel/errors.ts';
import {
  recordBody,
  violationParams,
  violationSchema,
  violationsQuery,
  violationsReply,
  withdrawBody,
} from './contract.ts';
import { readFacts } from './facts-store.ts';
import type { InCommunity } from './http.ts';
import { type Frame, presentViolations } from './present-violations.ts';
import { type CreditParts, recordViolation } from './record-violation.ts';
import { withdrawViolation } from './take-back.ts';
import { findViolation, listViolations } from './violation-store.ts';

const VIOLATIONS = '/api/v1/communities/:communityId/violations';

/** Where a page of a list in order of time ended. */
const placeSchema = z.object({ at: z.int(), id: z.uuid() });

async function shown(tx: Tx, frame: Frame, id: string) {
  const found = await findViolation(tx, frame.communityId, id);
  if (!found) throw new NotFound('the violation');
  return (await presentViolations(tx, frame, [found]))[0]!;
}

/** Violations: what was recorded, recording one, taking one back. */
export const violationRoutes = (parts: CreditParts, inCommunity: InCommunity): Route[] => [
  route({
    id: 'violations.list',
    method: 'GET',
    path: VIOLATIONS,
    summary: 'Violations with evidence, cost, sanctions and appeal',
    params: communityParams,
    query: violationsQuery,
    reply: violationsReply,
    handle: ({ caller, params, query: { memberId, before, limit, ...filter } }) =>
      inCommunity(caller, params.communityId, async (tx, communityId, frame) => {
        const memberIds = memberId === undefined ? undefined : (await readFacts(tx, communityId, memberId)).members;
        const place = before === undefined ? undefined : readCursor(placeSchema, before);
        const found = await listViolations(tx, communityId, { ...filter, memberIds, before: place, limit: limit + 1 });
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return {
          violations: await presentViolations(tx, frame, page),
          next: found.length > limit && last ? writeCursor({ at: last.recordedAt.getTime(), id: last.id }) : null,
        };
      }),
  }),
  route({
    id: 'credit.record',
    method: 'POST',
    path: VIOLATIONS,
    summary: 'Record a violation: its cost and sanction follow, and the member is told',
    params: communityParams,
    body: recordBody,
    reply: violationSchema,
    status: 201,
    handle: async ({ caller, params, body }) => {
      const { id: communityId } = await parts.database.inWorkspace(caller.workspaceId, (tx) =>
        getCommunity(tx, params.communityId),
      );
      const id = await recordViolation(parts, { actor: caller, communityId, body });
      return inCommunity(caller, communityId, (tx, _, frame) => shown(tx, frame, id));
    },
  }),
  route({
    id: 'violations.get',
    method: 'GET',
    path: `${VIOLATIONS}/:violationId`,
    summary: 'One violation',
    params: violationParams,
    reply: violationSchema,
    handle: ({ caller, params: { communityId: key, violationId } }) =>
      inCommunity(caller, key, (tx, _, frame) => shown(tx, frame, violationId)),
  }),
  route({
    id: 'credit.withdraw',
    method: 'POST',
    path: `${VIOLATIONS}/:violationId/withdraw`,
    summary: 'Take a violation back with everything that it caused',
    params: violationParams,
    body: withdrawBody,
    reply: z.undefined(),
    handle: ({ caller, params: { communityId: key, violationId }, body }) =>
      inCommunity(caller, key, async (tx, communityId, { now }) => {
        await withdrawViolation(tx, parts, { actor: caller, communityId, violationId, reason: body.reason, now });
        return undefined;
      }),
  }),
];
