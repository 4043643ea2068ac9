import { newId } from '#kernel/ids.ts';
import type { z } from 'zod';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { composeBody, composeReply, Rehearsal } from '../contract.ts';
import { checkMessage } from '../prepare-items.ts';
import type { Channel, DeliveryItem, DeliveryOrder } from '../order.ts';
import { planDeliveries } from '../plan-deliveries.ts';
import { type Rehearsed, rehearse } from '../rehearse.ts';
import type { Addressee } from '../ways-to-people.ts';
import { type AudienceParts, membersOfAudience, readAudience } from './read-audience.ts';

export type ComposeParts = AudienceParts & {
  listChannels(tx: Tx): Promise<readonly Channel[]>;
  clock: { now(): number };
};

export type ComposeOrder = {
  actor: Actor;
  communityId: string;
  body: z.output<typeof composeBody>;
};

const HOUR = 3_600_000;
const SHOWN_HOURS = 400;
const SHOWN_PEOPLE = 200;

type Opened = { order: DeliveryOrder; addressees: Addressee[]; channels: readonly Channel[]; now: number };

async function open(
  tx: Tx,
  parts: ComposeParts,
  { actor, communityId, body }: ComposeOrder,
  memberIds: readonly string[],
): Promise<Opened> {
  const channels = await parts.listChannels(tx);
  await checkMessage(tx, communityId, body.message, body.language);
  const addressees = await readAudience(tx, { communityId }, { audience: body.audience, memberIds, channels });
  const now = parts.clock.now();
  const sourceId = body.key ?? newId(now);
  const at = (instant: string | undefined) => (instant === undefined ? undefined : Date.parse(instant));
  const items = addressees.flatMap(({ memberId, way }): DeliveryItem[] =>
    way
      ? [
          {
            ...way,
            memberId: memberId ?? undefined,
            message: body.message,
            language: body.language,
            dedupeKey: `operator:${sourceId}:${way.connectionId}:${memberId ?? way.to.id}`.slice(0, 400),
            notBefore: at(body.notBefore),
            expiresAt: at(body.expiresAt),
            confirm: body.confirm,
          },
        ]
      : [],
  );
  const { priority, purpose } = body;
  const source = { kind: 'operator', id: sourceId } as const;
  const createdBy = actor.operatorId;
  return {
    order: { workspaceId: actor.workspaceId, communityId, source, priority, purpose, items, createdBy },
    addressees,
    channels,
    now,
  };
}

/** Sends a message to an audience. Who cannot be reached, or does not want it, is left out: the rehearsal says who and why. */
export async function compose(parts: ComposeParts, order: ComposeOrder): Promise<z.infer<typeof composeReply>> {
  const { actor, communityId, body } = order;
  const { workspaceId } = actor;
  const members = await membersOfAudience(parts, { workspaceId, communityId }, body.audience);
  return parts.database.inWorkspace(workspaceId, async (tx) => {
    const opened = await open(tx, parts, order, members);
    const planned = await planDeliveries(tx, opened.order, opened.now);
    const { id } = opened.order.source;
    await recordChange(tx, actor, {
      action: 'deliveries.compose',
      subject: { kind: 'delivery', id },
      communityId,
      after: {
        audience: body.audience.kind,
        asked: opened.addressees.length,
        purpose: body.purpose,
        queued: planned.queued,
      },
    });
    const { queued, confirming, duplicates, suppressed } = planned;
    return { queued: queued + confirming, duplicates, suppressed, sourceId: id };
  });
}

/** What sending a message to an audience would come to; nothing is written. */
export async function rehearseCompose(parts: ComposeParts, order: ComposeOrder): Promise<Rehearsal> {
  const { workspaceId } = order.actor;
  const members = await membersOfAudience(parts, { workspaceId, communityId: order.communityId }, order.body.audience);
  return parts.database.inWorkspace(workspaceId, async (tx) => {
    const opened = await open(tx, parts, order, members);
    const { items, pushedOut } = await rehearse(tx, opened.order, opened);
    const outcomes = items[Symbol.iterator]();
    const people = opened.addressees.map((addressee) => ({
      addressee,
      outcome: (addressee.way ? outcomes.next().value : NO_WAY) ?? TWICE,
    }));
    return { ...present(people), pushedOut };
  });
}

const NO_WAY: Rehearsed = { fate: 'suppressed', reason: 'no_account', detail: '', sendAt: null };
const TWICE: Rehearsed = { fate: 'suppressed', reason: 'duplicate', detail: '', sendAt: null };

function present(people: readonly { addressee: Addressee; outcome: Rehearsed }[]): Omit<Rehearsal, 'pushedOut'> {
  const sends = people.filter(({ outcome }) => outcome.sendAt !== null);
  const confirming = people.filter(({ outcome }) => outcome.fate === 'confirming');
  const out = people.filter(({ outcome: { fate } }) => fate !== 'queued' && fate !== 'confirming');
  const times = sends.map(({ outcome }) => outcome.sendAt!).toSorted((a, b) => a - b);
  const hours = new Map<number, number>();
  for (const at of times) hours.set(Math.floor(at / HOUR) * HOUR, (hours.get(Math.floor(at / HOUR) * HOUR) ?? 0) + 1);
  const shown = [...out, ...sends.toSorted((a, b) => a.outcome.sendAt! - b.outcome.sendAt!), ...confirming];
  const instant = (at: number | null | undefined) =>
    at === null || at === undefined ? null : new Date(at).toISOString();
  return {
    asked: people.length,
    sends: sends.length,
    confirming: confirming.length,
    leftOut: tally(out.map(({ outcome }) => outcome.reason)),
    waits: tally(sends.flatMap(({ outcome }) => outcome.reason || [])),
    firstAt: instant(times[0]),
    lastAt: instant(times.at(-1)),
    hours: [...hours].slice(0, SHOWN_HOURS).map(([at, count]) => ({ at: new Date(at).toISOString(), count })),
    people: shown.slice(0, SHOWN_PEOPLE).map(({ addressee: { memberId, name, way }, outcome }) => ({
      memberId,
      name,
      to: way ? { ...way.to, name } : null,
      connectionId: way?.connectionId ?? null,
      fate: outcome.fate,
      reason: outcome.reason,
      detail: outcome.detail,
      sendAt: instant(outcome.sendAt),
    })),
  };
}

function tally(reasons: readonly string[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
