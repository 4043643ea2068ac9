import { idBytes, NIL_ID } from '#kernel/ids.ts';
import type { EventEngine, Scope } from '#platform/clickhouse/index.ts';
import type { EventBlock } from './event-block.ts';
import { eventColumns, renameColumns, textColumns } from './event-columns.ts';
import type { EventRow, SourceName } from './event-row.ts';

/** A row that stands from now on, and the place it left, if it moved. */
export type Placed = { row: EventRow; leaves?: EventRow | undefined };

function* mapped<In, Out>(items: Iterable<In>, make: (item: In) => Out | undefined): Generator<Out> {
  for (const item of items) {
    const made = make(item);
    if (made !== undefined) yield made;
  }
}

/** Writes accounts that are bots. */
export async function insertBots(engine: EventEngine, scope: Scope, accounts: readonly string[]): Promise<void> {
  if (accounts.length === 0) return;
  await engine.insert(
    scope,
    'bot_accounts',
    accounts.map((id) => ({ account_id: id })),
  );
}

/** Writes names of accounts and groups; the latest of each wins. */
export async function insertNames(engine: EventEngine, scope: Scope, names: Iterable<SourceName>): Promise<void> {
  const rows = Array.from(names, (name) => ({
    subject: name.subject,
    id: name.id,
    external_id: name.externalId,
    platform: name.platform,
    name: name.name,
    version: name.version,
  }));
  if (rows.length > 0) await engine.insert(scope, 'source_names', rows);
}

/**
 * Writes rows with their texts and renames. The events come last: whatever is killed before, a second try finds the
 * events missing and writes all of it again; the other tables keep one row a key. A text that a killed try left at a
 * place where its event never came to stand counts for nothing (`standingTexts`).
 */
export async function insertPlaced(
  engine: EventEngine,
  scope: Scope,
  placed: readonly Placed[],
  { importId = NIL_ID, token }: { importId?: string | undefined; token: string },
): Promise<void> {
  if (placed.length === 0) return;
  const left = placed.filter(({ leaves }) => leaves);
  const texts = [
    ...mapped(left, ({ leaves }) => textColumns(leaves!, 1)),
    ...mapped(placed, ({ row, leaves }) =>
      row.text !== '' || row.version > 0 || leaves ? textColumns(row) : undefined,
    ),
  ];
  if (texts.length > 0) await engine.insert(scope, 'event_texts', texts, { deduplicationToken: `${token}:texts` });
  // An edit says that its event is no rename (any more), whatever a try that was killed left there.
  const renames = placed.filter(({ row }) => row.kind === 'rename' || row.version > 0);
  if (renames.length > 0)
    await engine.insert(
      scope,
      'renames',
      mapped(renames, ({ row }) => renameColumns(row)),
      {
        deduplicationToken: `${token}:renames`,
      },
    );
  const rows = function* () {
    for (const { row, leaves } of placed) {
      if (leaves) yield eventColumns(leaves, importId, 1);
      yield eventColumns(row, importId);
    }
  };
  await engine.insert(scope, 'events', rows(), { deduplicationToken: `${token}:events` });
}

/** As `insertPlaced`, of events that stand where nothing stood: a whole block by its columns. */
export async function insertBlock(
  engine: EventEngine,
  scope: Scope,
  block: EventBlock,
  { importId, token }: { importId?: string | undefined; token: string },
): Promise<void> {
  await engine.insertColumns(scope, 'event_texts', block.textBatches(), { deduplicationToken: `${token}:texts` });
  const renames = Array.from(block.renames(), renameColumns);
  if (renames.length > 0) await engine.insert(scope, 'renames', renames, { deduplicationToken: `${token}:renames` });
  await engine.insertColumns(
    scope,
    'events',
    block.eventBatches(importId === undefined ? undefined : idBytes(importId)),
    {
      deduplicationToken: `${token}:events`,
    },
  );
}
