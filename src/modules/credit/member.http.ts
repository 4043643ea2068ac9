import { z } from 'zod';
import { getCommunity } from '#modules/communities/index.ts';
import { asMember } from '#modules/member-access/index.ts';
import { type MemberCaller, type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { fileAppeal } from './appeal.ts';
import { fileAppealBody, ownCreditReply, type OwnViolation, ownViolationParams, type Violation } from './contract.ts';
import { readLicence } from './licence.read-model.ts';
import { type Frame, mayAppeal } from './present-violations.ts';
import type { CreditParts } from './record-violation.ts';
import { listRules } from './rule-store.ts';

/** Of a violation, what its member sees: who of the team recorded and decided stays with the team. */
function ownView(violation: Violation, may: boolean): OwnViolation {
  const { member: _member, by: _by, voided, appeal, ...one } = violation;
  const { by: _decidedBy, ...decision } = appeal ?? { by: null };
  return {
    ...one,
    voided: voided && { at: voided.at, reason: voided.reason },
    appeal: appeal && (decision as Omit<typeof appeal, 'by'>),
    mayAppeal: may,
  };
}

/** A member's own licence, and their appeals. */
export function creditMemberRoutes({ database, clock }: Pick<CreditParts, 'database' | 'clock'>): Route[] {
  const inWork = asMember({ database });
  const frameOf = async (tx: Tx, { communityId }: MemberCaller): Promise<Frame> => {
    const { zone } = await getCommunity(tx, communityId);
    return { communityId, zone, now: new Date(clock.now()) };
  };
  return [
    route({
      id: 'm.credit.get',
      method: 'GET',
      path: '/api/m/v1/credit',
      summary: 'The rules, my licence and why it is so, and my violations',
      reply: ownCreditReply,
      handle: ({ caller }) =>
        inWork(caller, async (tx, member) => {
          const frame = await frameOf(tx, member);
          const { licence, violations, policy } = await readLicence(tx, frame, member.memberId);
          const rules = await listRules(tx, member.communityId, { archived: false });
          return {
            licence,
            policy,
            rules: rules.map(({ id, title, text, examples, cost }) => ({ id, title, text, examples, cost })),
            violations: violations.map((one) => ownView(one, mayAppeal(one, frame))),
          };
        }),
    }),
    route({
      id: 'm.credit.appeal',
      method: 'POST',
      path: '/api/m/v1/violations/:violationId/appeal',
      summary: 'Appeal against a violation of mine: once, within the days there are for it',
      params: ownViolationParams,
      body: fileAppealBody,
      reply: z.undefined(),
      handle: ({ caller, params, body }) =>
        inWork(caller, async (tx, { communityId, memberId }) => {
          const now = new Date(clock.now());
          await fileAppeal(tx, { actor: caller, communityId, memberId, ...params, text: body.text, now });
          return undefined;
        }),
    }),
  ];
}
