import { getCommunity } from '#modules/communities/index.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import { channelsOf, deliveriesByKey, listChannels, planDeliveries, waysToPeople } from '#modules/delivery/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { type CreditMessage, creditText } from './messages.ts';
import type { CreditPolicy } from './policy.contract.ts';

export type TellParts = {
  connectors: readonly AnyConnector[];
  /** The address of a member's page about their credit, where the server knows its own; undefined: none is written. */
  creditPage?(tx: Tx, community: { workspaceId: string; communityId: string }): Promise<string | undefined>;
};

type Place = {
  workspaceId: string;
  communityId: string;
  policy: CreditPolicy;
  /** Milliseconds. */
  now: number;
};

/** Something to be told to one person. */
export type Told = {
  /** Whoever stands for the person. */
  memberId: string;
  /** What is told once is not told again. */
  key: string;
  message: CreditMessage;
};

/** The most important of service messages: it says why somebody cannot speak. */
const PRIORITY = 8;

/**
 * Tells a member something about their credit over a connection that can write to them, in the caller's transaction; who
 * cannot be written to reads it on their page.
 */
export const tellMember = (tx: Tx, parts: TellParts, { memberId, key, message, ...place }: Place & Told) =>
  tellMembers(tx, parts, { ...place, sourceId: key, told: [{ memberId, key, message }] });

/** As `tellMember`, to many at once; what was told before costs one look. */
export async function tellMembers(
  tx: Tx,
  parts: TellParts,
  { workspaceId, communityId, policy, now, sourceId, told }: Place & { sourceId: string; told: readonly Told[] },
): Promise<void> {
  const keyOf = (one: Told) => `credit:${one.key}`;
  const known = await deliveriesByKey(tx, communityId, told.map(keyOf));
  const fresh = told.filter((one) => !known.has(keyOf(one)));
  if (fresh.length === 0) return;
  const channels = await channelsOf(tx, communityId, await listChannels(parts.connectors)(tx));
  const people = await waysToPeople(tx, communityId, { memberIds: fresh.map(({ memberId }) => memberId), channels });
  const ways = new Map(people.map(({ memberId, way }) => [memberId, way]));
  const { zone } = await getCommunity(tx, communityId);
  const link = await parts.creditPage?.(tx, { workspaceId, communityId });
  const items = fresh.flatMap((one) => {
    const way = ways.get(one.memberId);
    if (!way) return [];
    const text = creditText(one.message, { policy, zone, link });
    const message = { content: { kind: 'text' as const, text } };
    return [{ ...way, memberId: one.memberId, language: policy.language, message, dedupeKey: keyOf(one) }];
  });
  const source = { kind: 'credit', id: sourceId } as const;
  await planDeliveries(tx, { workspaceId, communityId, source, priority: PRIORITY, purpose: 'service', items }, now);
}
