import type { ExportFile } from '../files/export-file.ts';
import { epochMs, filled, isObject, type Json, textOf } from '../shared/json-entries.ts';
import { readJson } from '../shared/json-stream.ts';
import { NameBook } from '../shared/name-book.ts';
import { parseInstant } from '../shared/when.ts';

export type ZulipUser = { name?: string; bot: boolean };
/** Subscribing to a stream or leaving it, out of the realm's audit log. */
export type Subscription = { id: string; member: string; stream: string; kind: 'join' | 'leave'; at: number };

/** What realm.json says about people, streams and reactions. */
export type Realm = {
  users: Map<string, ZulipUser>;
  names: NameBook;
  streams: Map<string, string>;
  /** Stream of a recipient; direct conversations have none. */
  recipients: Map<string, string | undefined>;
  /** Reactions of a message as `user emoji` lines, packed because there may be millions. */
  reactions: Map<string, string>;
  subscriptions: Subscription[];
};

const TABLES = [
  'zerver_userprofile',
  'zerver_userprofile_crossrealm',
  'zerver_userprofile_mirrordummy',
  'zerver_stream',
  'zerver_recipient',
  'zerver_reaction',
  'zerver_realmauditlog',
];

/** Reads realm.json as a stream, keeping only what messages need. */
export async function readRealm(file: ExportFile, encoding?: string): Promise<Realm> {
  const realm: Realm = {
    users: new Map(),
    names: new NameBook(),
    streams: new Map(),
    recipients: new Map(),
    reactions: new Map(),
    subscriptions: [],
  };
  for await (const entry of file.walk((name) => /(^|\/)realm\.json$/.test(name)))
    for await (const batch of readJson(
      entry.bytes,
      entry.name,
      TABLES.map((table) => `$.${table}.*`),
      encoding,
    ))
      for (const { path, value } of batch) if (isObject(value)) enter(realm, String(path[0]), value);
  return realm;
}

function enter(realm: Realm, table: string, row: Json): void {
  const id = filled(row.id);
  if (table.startsWith('zerver_userprofile') && id !== undefined) {
    const name = filled(row.full_name);
    realm.users.set(id, { name, bot: row.is_bot === true || table.endsWith('crossrealm') });
    realm.names.add(name, id);
  } else if (table === 'zerver_stream' && id !== undefined) realm.streams.set(id, filled(row.name) ?? id);
  else if (table === 'zerver_recipient' && id !== undefined)
    realm.recipients.set(id, Number(row.type) === 2 ? filled(row.type_id) : undefined);
  else if (table === 'zerver_reaction') enterReaction(realm, row);
  else if (table === 'zerver_realmauditlog') enterSubscription(realm, row);
}

function enterReaction({ reactions }: Realm, row: Json): void {
  const message = filled(row.message);
  const user = filled(row.user_profile);
  if (message === undefined || user === undefined) return;
  const line = `${user} ${filled(row.emoji_name) ?? filled(row.emoji_code) ?? ''}`;
  const before = reactions.get(message);
  reactions.set(message, before === undefined ? line : `${before}\n${line}`);
}

/** Zulip's codes: 301 first subscription, 302 subscribed again, 303 unsubscribed. */
const SUBSCRIPTIONS: Record<string, 'join' | 'leave'> = { 301: 'join', 302: 'join', 303: 'leave' };

function enterSubscription({ subscriptions }: Realm, row: Json): void {
  const kind = SUBSCRIPTIONS[textOf(row.event_type) ?? ''];
  const member = filled(row.modified_user);
  const stream = filled(row.modified_stream);
  const id = filled(row.id);
  if (kind && member !== undefined && stream !== undefined && id !== undefined)
    subscriptions.push({ id: `audit/${id}`, member, stream, kind, at: zulipTime(row.event_time) });
}

/** Zulip writes times as seconds since 1970 with a fraction; some exports as ISO 8601. */
export function zulipTime(value: unknown): number {
  const at = epochMs(value);
  return Number.isNaN(at) && typeof value === 'string'
    ? parseInstant(value.replace(' ', 'T').replace(/\+00(:00)?$/, 'Z'))
    : at;
}
