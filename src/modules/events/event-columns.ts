import type { EventRow } from './event-row.ts';

/** A row of table `events`, by column name. */
export const eventColumns = (row: EventRow, importId: string, deleted = 0) => ({
  day: row.day,
  account_id: row.accountId,
  event_id: row.eventId,
  version: row.version,
  origin_version: row.originVersion,
  is_deleted: deleted,
  at: row.at,
  position: row.position,
  kind: row.kind,
  group_id: row.groupId,
  thread: row.thread,
  thread_id: row.threadId,
  reply_to: row.replyTo,
  target: row.target,
  mentions: row.mentions,
  has_mentions: row.hasMentions ? 1 : 0,
  platform: row.platform,
  bot: row.bot ? 1 : 0,
  removed: row.removed,
  value: row.value,
  has_value: row.hasValue ? 1 : 0,
  weight: row.weight,
  properties: row.properties,
  import_id: importId,
});

/** A row of table `event_texts`, by column name. */
export const textColumns = (row: EventRow, deleted = 0) => ({
  day: row.day,
  account_id: row.accountId,
  event_id: row.eventId,
  version: row.version,
  is_deleted: deleted,
  group_id: row.groupId,
  text: deleted ? '' : row.text,
});

/** A row of table `renames`, by column name. An event that is no rename (any more) is one that never happened. */
export const renameColumns = (row: EventRow) => ({
  event_id: row.eventId,
  at: row.at,
  position: row.position,
  from_account: row.accountId,
  to_account: row.target,
  version: row.version,
  removed: row.kind === 'rename' && row.removed === '' ? 0 : 1,
});
