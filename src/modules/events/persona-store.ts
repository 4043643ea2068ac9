import { NIL_ID } from '#kernel/ids.ts';
import { inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { botAccounts } from './event-log-store.ts';
import { effectiveRenames, spansOf, type Rename, type Span } from './personas.ts';

/** The renames that happened so far, in order, and all accounts that are bots. */
export async function loadPersonas(
  engine: EventEngine,
  scope: Scope,
): Promise<{ renames: Rename[]; bots: Set<string> }> {
  const bots = await botAccounts(engine, scope);
  const rows = await engine.query<{
    event_id: string;
    at_ms: number;
    position: number;
    from_account: string;
    to_account: string;
  }>(
    scope,
    'events.renames',
    sql`SELECT event_id, toUnixTimestamp64Milli(at) AS at_ms, position, from_account, to_account
        FROM renames FINAL WHERE ${inScope(scope)} AND removed = 0`,
  );
  const renames = rows.map((row): Rename => ({
    eventId: row.event_id,
    at: Number(row.at_ms),
    position: Number(row.position),
    from: row.from_account,
    to: row.to_account,
  }));
  return { renames: effectiveRenames(renames, bots), bots };
}

const keyOf = (span: Span): string => `${span.accountId} ${span.fromAt} ${span.fromPosition} ${span.personaId}`;

/** Writes the spans that the renames open, as one new set, where they differ from those that count now. */
export async function refreshSpans(engine: EventEngine, scope: Scope): Promise<{ renamed: boolean }> {
  const { renames } = await loadPersonas(engine, scope);
  const spans = spansOf(renames);
  const rows = await engine.query<{
    revision: number;
    account_id: string;
    from_at_ms: number;
    from_position: number;
    persona_id: string;
  }>(
    scope,
    'events.current_spans',
    sql`SELECT revision, account_id, toUnixTimestamp64Milli(from_at) AS from_at_ms, from_position, persona_id
        FROM persona_spans
        WHERE ${inScope(scope)} AND revision = (SELECT max(revision) FROM persona_spans WHERE ${inScope(scope)})`,
  );
  const before = new Set(
    rows
      .filter((row) => row.account_id !== NIL_ID)
      .map((row) => `${row.account_id} ${row.from_at_ms} ${row.from_position} ${row.persona_id}`),
  );
  const same = before.size === spans.length && spans.every((span) => before.has(keyOf(span)));
  if (!same) await writeSpans(engine, scope, spans, Number(rows[0]?.revision ?? 0) + 1);
  return { renamed: spans.length > 0 };
}

async function writeSpans(engine: EventEngine, scope: Scope, spans: readonly Span[], revision: number): Promise<void> {
  const nobody: Span = { accountId: NIL_ID, fromAt: 0, fromPosition: 0, fromEvent: NIL_ID, personaId: NIL_ID };
  const rows = [...spans, nobody].map((span) => ({
    revision,
    account_id: span.accountId,
    from_at: span.fromAt,
    from_position: span.fromPosition,
    from_event: span.fromEvent,
    persona_id: span.personaId,
  }));
  await engine.insert(scope, 'persona_spans', rows);
}
