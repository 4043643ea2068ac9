import { sql } from 'kysely';
import type { z } from 'zod';
import { BadInput, Conflict } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import {
  channelsOf,
  type DeliveryItem,
  LINK_PLACE,
  listChannels,
  planDeliveries,
  waysToPeople,
} from '#modules/delivery/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { entranceAddress, makePersonalLink, type MemberKeys } from '#modules/member-access/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { askBody, AskReply } from './attempt.contract.ts';
import type { Who } from './change-question.ts';
import { findOptionalOpenPaper } from './paper-store.ts';
import { passedEntry } from './passed-entry.ts';

export type AskParts = {
  memberKeys: MemberKeys;
  connectors: readonly AnyConnector[];
  /** Of the server, as people reach it: `https://q.example`. */
  origin: string;
  /** Whether the operator may see links that sign in as a member; others hand over the address of the pages. */
  maySignInAs: boolean;
};

const TEXT = {
  'zh-CN': '{{name}}，欢迎加入。进群前请先完成入群考试（链接只属于你，请勿转发）：{{link}}',
  en: 'Welcome, {{name}}. Please take the entry exam first (the link is yours alone, do not pass it on): {{link}}',
} as const;
const PRIORITY = 6;

/**
 * Asks members to take the entry exam, each by a personal link: over a connection that reaches them, else the link comes
 * back for the operator to hand over, or the address of the pages where they may not sign in as members. Who has passed is left out. Conflict when no entry exam is open, BadInput for a text
 * without the link.
 */
export async function askEntry(
  tx: Tx,
  { memberKeys, connectors, origin, maySignInAs }: AskParts,
  { actor, communityId, body, now }: Who & { body: z.output<typeof askBody>; now: Date },
): Promise<AskReply> {
  const text = body.text ?? TEXT[body.language];
  if (!text.includes('{{link}}'))
    throw new BadInput('the text has to hold the link', [{ where: '/body/text', what: 'holds no {{link}}' }]);
  const paper = await findOptionalOpenPaper(tx, communityId, 'entry');
  if (!paper) throw new Conflict('no entry exam is open', 'no_entry_exam');
  const channels = await channelsOf(tx, communityId, await listChannels(connectors)(tx));
  const people = await waysToPeople(tx, communityId, { memberIds: body.memberIds, channels });
  const passed = await passedEntry(
    tx,
    communityId,
    people.map(({ memberId }) => memberId!),
  );
  const asked = people.filter(({ memberId }) => !passed.has(memberId!));
  const askId = newId(now.getTime());
  const items: DeliveryItem[] = [];
  const links: AskReply['links'] = [];
  for (const { memberId, name, way } of asked) {
    const place = { workspaceId: actor.workspaceId, communityId, memberId: memberId! };
    if (!way) {
      const url = maySignInAs
        ? (await makePersonalLink(tx, memberKeys, { ...place, origin, now: now.getTime() })).address
        : await entranceAddress(tx, place, origin);
      links.push({ memberId: memberId!, name, url });
      continue;
    }
    // The link is made as the message leaves: who reads a kept message can use none.
    const message = { content: { kind: 'text' as const, text }, variables: { name, link: LINK_PLACE } };
    const dedupeKey = `entry-exam:${askId}:${memberId}`;
    items.push({ ...way, memberId: memberId!, language: body.language, message, dedupeKey });
  }
  await noteAsked(tx, communityId, { paperId: paper.id, memberIds: asked.map(({ memberId }) => memberId!), now });
  if (items.length > 0)
    await planDeliveries(
      tx,
      {
        workspaceId: actor.workspaceId,
        communityId,
        source: { kind: 'operator', id: askId },
        priority: PRIORITY,
        purpose: 'service',
        items,
        createdBy: actor.operatorId,
      },
      now.getTime(),
    );
  const reply = { sent: items.length, links, passed: people.length - asked.length };
  await recordChange(tx, actor, {
    action: 'exams.ask-entry',
    subject: { kind: 'exam_paper', id: paper.id, label: paper.name },
    communityId,
    after: { sent: reply.sent, links: links.length, passed: reply.passed },
  });
  return reply;
}

async function noteAsked(
  tx: Tx,
  communityId: string,
  { paperId, memberIds, now }: { paperId: string; memberIds: readonly string[]; now: Date },
): Promise<void> {
  await sql`
    INSERT INTO exam_asks (workspace_id, community_id, paper_id, member_id, asked_at)
    SELECT qunluo_workspace(), ${communityId}, ${paperId}, member, ${now} FROM unnest(${[...memberIds]}::uuid[]) AS member
    ON CONFLICT (paper_id, member_id) DO UPDATE SET times = exam_asks.times + 1, asked_at = excluded.asked_at
  `.execute(tx);
}
