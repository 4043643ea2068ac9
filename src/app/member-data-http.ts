import { NotFound } from '#kernel/errors.ts';
import { chooseDeliveries, readChoices } from '#modules/delivery/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { asMember } from '#modules/member-access/index.ts';
import {
  claimReply,
  consentBody,
  consentParams,
  erasureLook,
  type MyData,
  myDataReply,
  myDeliveriesBody,
  myErasureBody,
} from '#modules/member-access/data.contract.ts';
import { findByIds, setAttribute } from '#modules/members/index.ts';
import { issueProofCode } from '#modules/reactions/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { type MemberCaller, memberOf, type Route, route, zip } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { askErasure, previewErasure } from './erase-member-http.ts';
import { findOptionalPending } from './erase-member-store.ts';
import { exportMember } from './export-member.ts';
import type { Services } from './services.ts';
import { z } from 'zod';

type Parts = Pick<Services, 'database' | 'engine' | 'jobs' | 'files' | 'clock'>;

const BASE = '/api/m/v1/data';
/** How consent was given or refused. */
const HOW = '成员页面 · member pages';
/** Each takes minutes of the engine. */
const COSTLY = { max: 20, perSeconds: 3600 };

/** What a member has, hands out, allows, adds and takes away of what is held about them. */
export const memberDataRoutes = (parts: Parts): Route[] => [...choiceRoutes(parts), ...wholeRoutes(parts)];

async function present(tx: Tx, { communityId, memberId }: MemberCaller): Promise<MyData> {
  const [person] = await findByIds(tx, communityId, [memberId]);
  if (!person) throw new NotFound('the member');
  return {
    accounts: person.accounts.map(({ platform, externalId, name }) => ({ platform, externalId, name })),
    attributes: person.attributes.map(({ key, name, nameEn, value, source, consent }) => ({
      key,
      name,
      nameEn,
      value,
      source,
      consent,
    })),
    deliveries: (await readChoices(tx, [memberId])).get(memberId) ?? null,
    erasing: (await findOptionalPending(tx, memberId)) !== undefined,
  };
}

/** Allows an attribute to be kept, or refuses: then its value goes at once. NotFound for what nobody asked about. */
async function consent(tx: Tx, member: MemberCaller, key: string, said: 'given' | 'refused'): Promise<void> {
  const { communityId, memberId } = member;
  const [person] = await findByIds(tx, communityId, [memberId]);
  const before = person?.attributes.find((one) => one.key === key);
  if (!before || (said === 'given' && before.value === null)) throw new NotFound('the attribute');
  await setAttribute(tx, {
    communityId,
    memberId,
    key,
    value: said === 'refused' ? null : before.value,
    source: before.source,
    consent: said,
    consentHow: HOW,
    setByKind: 'system',
  });
  await recordChange(tx, member, {
    action: 'm.data.set-consent',
    subject: { kind: 'member', id: memberId },
    communityId,
    before: { attribute: key, consent: before.consent },
    after: { attribute: key, consent: said },
  });
}

function choiceRoutes(parts: Parts): Route[] {
  const inWork = asMember(parts);
  return [
    route({
      id: 'm.data.get',
      method: 'GET',
      path: BASE,
      summary: 'What a member decides about: accounts, attributes and consents, being written to',
      reply: myDataReply,
      handle: ({ caller }) => inWork(caller, present),
    }),
    route({
      id: 'm.data.set-consent',
      method: 'PUT',
      path: `${BASE}/attributes/:key`,
      summary: 'Allow an attribute to be kept, or refuse: then its value goes',
      params: consentParams,
      body: consentBody,
      reply: myDataReply,
      handle: ({ caller, params, body }) =>
        inWork(caller, async (tx, member) => {
          await consent(tx, member, params.key, body.consent);
          return present(tx, member);
        }),
    }),
    route({
      id: 'm.data.choose-deliveries',
      method: 'PUT',
      path: `${BASE}/deliveries`,
      summary: 'Choose what one wants to be sent',
      body: myDeliveriesBody,
      reply: myDataReply,
      handle: ({ caller, body }) =>
        inWork(caller, async (tx, member) => {
          const { communityId, memberId } = member;
          const order = { actor: member, communityId, memberId, how: 'member' as const, now: parts.clock.now() };
          await chooseDeliveries(tx, order, { ...body, reason: '' });
          return present(tx, member);
        }),
    }),
    route({
      id: 'm.data.claim',
      method: 'POST',
      path: `${BASE}/claim`,
      summary: 'A code to post from another account: that account becomes part of this member',
      rateLimit: { max: 30, perSeconds: 600 },
      reply: claimReply,
      status: 201,
      handle: ({ caller }) =>
        inWork(caller, async (tx, member) => {
          const { communityId, memberId } = member;
          const now = new Date(parts.clock.now());
          const made = await issueProofCode(tx, communityId, { memberId, createdBy: undefined, now });
          await recordChange(tx, member, {
            action: 'm.data.claim',
            subject: { kind: 'member', id: memberId },
            communityId,
            after: { code: made.id },
          });
          return { code: made.code, endsAt: made.expiresAt.toISOString() };
        }),
    }),
  ];
}

const wholeRoutes = (parts: Parts): Route[] => [
  route({
    id: 'm.data.export',
    method: 'GET',
    path: `${BASE}/export`,
    summary: 'Everything held about the member, as a ZIP of JSON and CSV',
    rateLimit: COSTLY,
    reply: 'stream',
    async handle({ caller, response }) {
      const { workspaceId, communityId, memberId } = memberOf(caller);
      const scope = grantScope(workspaceId, communityId);
      const entries = await exportMember(parts, scope, memberId, { byMember: true });
      await parts.database.inWorkspace(workspaceId, (tx) =>
        recordChange(tx, caller, { action: 'm.data.export', subject: { kind: 'member', id: memberId }, communityId }),
      );
      return response
        .header('content-type', 'application/zip')
        .header('content-disposition', 'attachment; filename="my-data.zip"')
        .header('cache-control', 'no-store')
        .send(zip(entries));
    },
  }),
  route({
    id: 'm.data.erasure',
    method: 'GET',
    path: `${BASE}/erasure`,
    summary: 'What erasing everything would take, and what has to be typed to ask for it',
    rateLimit: COSTLY,
    reply: erasureLook,
    async handle({ caller }) {
      const { workspaceId, communityId, memberId } = memberOf(caller);
      const { confirm, events, texts } = await previewErasure(parts, workspaceId, { communityId, memberId });
      return { confirm, events, texts };
    },
  }),
  route({
    id: 'm.data.erase',
    method: 'POST',
    path: `${BASE}/erasure`,
    summary: 'Erase everything held about oneself, for good; the session ends with it',
    body: myErasureBody,
    rateLimit: COSTLY,
    reply: z.undefined(),
    status: 202,
    async handle({ caller, body }) {
      const member = memberOf(caller);
      const { communityId, memberId } = member;
      await askErasure(parts, member, { communityId, memberId, ...body });
      return undefined;
    },
  }),
];
