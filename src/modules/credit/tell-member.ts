import { getCommunity } from '#modules/communities/index.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import { channelsOf, listChannels, planDeliveries, waysToPeople } from '#modules/delivery/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { type CreditMessage, creditText } from './messages.ts';
import type { CreditPolicy } from './policy.contract.ts';

export type TellParts = {
  connectors: readonly AnyConnector[];
  /** The address of a member's page about their credit, where the server knows its own; undefined: none is written. */
  creditPage?(tx: Tx, community: { workspaceId: string; communityId: string }): Promise<string | undefined>;
};

type Order = {
  workspaceId: string;
  communityId: string;
  memberId: string;
  /** What is told once is not told again. */
  key: string;
  message: CreditMessage;
  policy: CreditPolicy;
  /** Milliseconds. */
  now: number;
};

/** The most important of service messages: it says why somebody cannot speak. */
const PRIORITY = 8;

/**
 * Tells a member something about their credit over a connection that can write to them, in the caller's transaction; who
 * cannot be written to reads it on their page.
 */
export async function tellMember(tx: Tx, parts: TellParts, order: Order): Promise<void> {
  const { workspaceId, communityId, memberId, policy, now } = order;
  const channels = await channelsOf(tx, communityId, await listChannels(parts.connectors)(tx));
  const [to] = await waysToPeople(tx, communityId, { memberIds: [memberId], channels });
  if (!to?.way) return;
  const { zone } = await getCommunity(tx, communityId);
  const text = creditText(order.message, {
    policy,
    zone,
    link: await parts.creditPage?.(tx, { workspaceId, communityId }),
  });
  const item = {
    ...to.way,
    memberId,
    language: policy.language,
    message: { content: { kind: 'text' as const, text } },
    dedupeKey: `credit:${order.key}`,
  };
  const source = { kind: 'credit', id: order.key } as const;
  await planDeliveries(
    tx,
    { workspaceId, communityId, source, priority: PRIORITY, purpose: 'service', items: [item] },
    now,
  );
}
