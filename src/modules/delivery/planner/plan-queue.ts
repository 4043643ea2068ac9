import { sql } from 'kysely';
import { isZone } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Fate } from '../contract.ts';
import { readWindows } from '../heard.ts';
import type { Channel } from '../order.ts';
import { DEFAULT_SETTINGS, minutesOf, readSettings, type SettingsRow } from '../settings-store.ts';
import { kindFor } from '../templates/render-for.ts';
import { LaneLimits } from './lane-limits.ts';
import { type Quiet, quietHours } from './quiet-hours.ts';
import { readHistory } from './read-history.ts';
import { type Queued, readPromotions, readZones } from './read-queue.ts';
import { type Facts, type PersonFacts, type Planning, type QueuedRow, simulate } from './simulate.ts';

const DAY = 86_400_000;

/** What becomes of a queued delivery, as far as it can be known now. */
export type Fated = {
  fate: Extract<Fate, 'queued' | 'suppressed' | 'expired' | 'failed'>;
  reason: string;
  detail: string;
  sendAt: number | null;
};

export type PlanParts = {
  channels: readonly Channel[];
  /** The clock on the wall, milliseconds. */
  now: number;
  /** The clock that attempts are counted by; the same unless told. */
  steady?: number | undefined;
};

/** Zones of communities and people, and the settings of communities. */
export type Rules = {
  settings: ReadonlyMap<string, SettingsRow>;
  communityZones: ReadonlyMap<string, string>;
  personZones: ReadonlyMap<string, string>;
};

/** Plans queued deliveries: gathers what the limits and rules need to know of the past, and goes through the time to come. */
export async function planQueue(
  tx: Tx,
  queue: readonly Queued[],
  { channels, now, steady }: PlanParts,
): Promise<Map<string, Fated>> {
  const rules = await readRules(tx, [...new Set(queue.map(({ communityId }) => communityId))]);
  const fates = new Map<string, Fated>();
  const places = new Map(channels.map((channel, at) => [channel.id, at]));
  const rows: QueuedRow[] = [];
  const quiets = quietOf(rules);
  const windows = await readWindows(
    tx,
    queue.flatMap((one) => {
      const place = one.connectionId === null ? undefined : places.get(one.connectionId);
      return place === undefined ? [] : { one, channel: channels[place]! };
    }),
  );
  for (const one of queue) {
    const place = one.connectionId === null ? undefined : places.get(one.connectionId);
    const channel = place === undefined ? undefined : channels[place];
    const until = windows.get(one.id) ?? Infinity;
    const closed = until <= Math.max(now, one.notBefore) ? 'window_closed' : undefined;
    const reason = channel ? (supports(one, channel) ?? closed) : 'connection_gone';
    if (reason !== undefined) fates.set(one.id, { fate: 'suppressed', reason, detail: '', sendAt: null });
    else rows.push(toRow(one, place!, channel!, { rules, quiets, until }));
  }
  const facts: Facts = {
    now,
    rows,
    lanes: await readLanes(tx, rows, { channels, now, steady }),
    people: await readPeople(tx, rows, queue, { rules, now }),
  };
  for (const [id, planning] of simulate(facts)) fates.set(id, fateOf(planning));
  return fates;
}

/** Why a platform takes no such delivery at all; undefined where it does. */
export function supports(
  { kind, toKind }: Pick<Queued, 'kind' | 'toKind'>,
  { capabilities }: Channel,
): 'not_supported' | undefined {
  const known = kindFor(kind as QueuedKind, capabilities) !== undefined;
  return known && capabilities.recipients.includes(toKind) ? undefined : 'not_supported';
}
type QueuedKind = Parameters<typeof kindFor>[0];

function fateOf({ sendAt, reason }: Planning): Fated {
  if (sendAt !== null) return { fate: 'queued', reason, detail: '', sendAt };
  if (reason === 'late' || reason === '') return { fate: 'expired', reason: 'late', detail: '', sendAt: null };
  return { fate: 'suppressed', reason: 'no_room', detail: reason, sendAt: null };
}

/** The settings and zones that hold for deliveries of communities; zones of some persons only where they are named. */
export async function readRules(tx: Tx, communityIds: readonly string[], persons?: readonly string[]): Promise<Rules> {
  const settings = new Map<string, SettingsRow>();
  const kept = await readSettings(tx, communityIds);
  const personZones = new Map<string, string>();
  for (const communityId of communityIds) {
    const own = kept.get(communityId) ?? { ...DEFAULT_SETTINGS, communityId, paused: null };
    settings.set(communityId, own);
    for (const [person, zone] of await readZones(tx, communityId, { attribute: own.zoneAttribute, persons }))
      if (isZone(zone)) personZones.set(person, zone);
  }
  const { rows } = await sql<{ id: string; zone: string }>`
    SELECT id, zone FROM communities WHERE id = ANY(${communityIds}::uuid[])
  `.execute(tx);
  return { settings, personZones, communityZones: new Map(rows.map(({ id, zone }) => [id, zone])) };
}

/** The quiet hours that hold for somebody of a community; made once for each zone. */
export function quietOf({ settings, communityZones, personZones }: Rules) {
  const known = new Map<string, Quiet>();
  return ({
    communityId,
    person,
    purpose,
    toKind,
    ticket,
  }: Pick<Queued, 'communityId' | 'person' | 'purpose' | 'toKind' | 'ticket'>) => {
    const quiet = settings.get(communityId)?.quiet;
    if (!quiet || purpose === 'answer' || toKind === 'public' || ticket) return undefined;
    const zone = (person === null ? undefined : personZones.get(person)) ?? communityZones.get(communityId) ?? 'UTC';
    const key = `${quiet.from} ${quiet.to} ${zone}`;
    let found = known.get(key);
    if (!found) known.set(key, (found = quietHours({ from: minutesOf(quiet.from), to: minutesOf(quiet.to) }, zone)));
    return found;
  };
}

/** Whom the fatigue cap counts a delivery for; undefined where it does not count. */
export const cappedPerson = (
  {
    communityId,
    person,
    purpose,
    toKind,
    ticket,
  }: Pick<Queued, 'communityId' | 'person' | 'purpose' | 'toKind' | 'ticket'>,
  { settings }: Rules,
): string | undefined =>
  purpose === 'promotion' && toKind === 'person' && person !== null && !ticket && settings.get(communityId)?.cap
    ? person
    : undefined;

function toRow(
  one: Queued,
  lane: number,
  { capabilities }: Channel,
  { rules, quiets, until }: { rules: Rules; quiets: ReturnType<typeof quietOf>; until: number },
): QueuedRow {
  return {
    id: one.id,
    lane,
    toKind: one.toKind,
    toId: one.toId,
    kind: kindFor(one.kind as QueuedKind, capabilities)!,
    priority: one.priority,
    seq: one.seq,
    ready: one.notBefore,
    expires: Math.min(one.expiresAt, until),
    quiet: quiets(one),
    person: cappedPerson(one, rules),
    stream: one.stream ?? undefined,
    free: one.ticket,
  };
}

async function readLanes(
  tx: Tx,
  rows: readonly QueuedRow[],
  { channels, now, steady }: PlanParts,
): Promise<Facts['lanes']> {
  const used = new Set(rows.map(({ lane }) => lane));
  const lanes: Facts['lanes'][number][] = [];
  for (const [at, { id, limits, zone }] of channels.entries()) {
    const recipients = [...new Set(rows.flatMap(({ lane, toId }) => (lane === at ? toId : [])))];
    const history = used.has(at)
      ? await readHistory(tx, { connectionId: id, limits, zone, now, steady, recipients })
      : { whole: new Map(), used: {}, recipients: new Map() };
    lanes.push({ limits: new LaneLimits(limits, zone, history) });
  }
  return lanes;
}

async function readPeople(
  tx: Tx,
  rows: readonly QueuedRow[],
  queue: readonly Queued[],
  { rules, now }: { rules: Rules; now: number },
): Promise<Map<string, PersonFacts>> {
  const capped = new Set(rows.flatMap(({ person }) => person ?? []));
  const communityOf = new Map(
    queue.flatMap(({ person, communityId }) => (person === null ? [] : [[person, communityId]])),
  );
  const caps = [...rules.settings.values()].flatMap(({ cap }) => cap ?? []);
  const since = now - Math.max(0, ...caps.map(({ days }) => days)) * DAY;
  const sent = await readPromotions(tx, [...capped], since);
  return new Map(
    [...capped].map((person) => {
      const { count, days } = rules.settings.get(communityOf.get(person)!)!.cap!;
      return [person, { count, ms: days * DAY, sent: (sent.get(person) ?? []).map((at) => Math.min(at, now)) }];
    }),
  );
}
