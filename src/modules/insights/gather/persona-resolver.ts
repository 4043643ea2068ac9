import { NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { asWords, idText, IdIndex } from './id-index.ts';
import type { People } from './people.ts';
import { readColumns, type Frame } from './standing.ts';

/** Where an event stands in the order of events; `events` holds the ids by row. */
export type EventPlace = { readonly at: number; readonly position: number; readonly events: Uint32Array };

/** Says which member wrote a raw event: accounts that a rename left stand for another persona from then on. */
export type PersonaResolver = {
  /** Whether any account was renamed away from; without, an account is one person for ever. */
  readonly hasSpans: boolean;
  /** Number of the member, −1 = nobody that counts. `row` is the row of the account and of the event. */
  memberOf(people: People, accounts: Uint32Array, row: number, place: EventPlace): number;
};

/** Of a community in which no account was renamed away from. */
export const NOBODY_RENAMED: PersonaResolver = {
  hasSpans: false,
  memberOf: (people, accounts, row) => people.memberOf(accounts, row),
};

type Span = { fromAt: number; fromPosition: number; fromEvent: string; persona: number };

/** Reads the spans of accounts that were renamed away from; few communities have any. */
export async function readPersonaResolver(frame: Frame): Promise<PersonaResolver> {
  const found = await readColumns(
    frame,
    'insights.persona_spans',
    sql`SELECT account_id, persona_id, from_event, toFloat64(toUnixTimestamp64Milli(from_at)) AS from_ms,
          toFloat64(from_position) AS from_place
        FROM persona_spans WHERE ${inScope(frame.scope)} AND account_id != ${p.uuid(NIL_ID)}
          AND revision = (SELECT max(revision) FROM persona_spans WHERE ${inScope(frame.scope)})
        ORDER BY account_id, from_at, from_position, from_event`,
  );
  const accountIds = asWords(found.rawUuids('account_id'));
  const personas = asWords(found.rawUuids('persona_id'));
  const events = asWords(found.rawUuids('from_event'));
  const fromAt = found.column('from_ms') as Float64Array;
  const fromPosition = found.column('from_place') as Float64Array;
  const renamed = new IdIndex();
  const spans: Span[][] = [];
  for (let row = 0; row < found.rows; row++) {
    const account = renamed.add(accountIds, row);
    (spans[account] ??= []).push({
      fromAt: fromAt[row]!,
      fromPosition: fromPosition[row]!,
      fromEvent: idText(events, row),
      persona: row,
    });
  }
  for (const list of spans) list.sort(bySpan);
  return {
    hasSpans: found.rows > 0,
    memberOf(people, accounts, row, place) {
      const account = renamed.size === 0 ? -1 : renamed.indexOf(accounts, row);
      const span = account < 0 ? undefined : spans[account]!.findLast((each) => isAfter(place, row, each));
      return span ? people.memberOf(personas, span.persona) : people.memberOf(accounts, row);
    },
  };
}

const bySpan = (a: Span, b: Span): number =>
  a.fromAt - b.fromAt || a.fromPosition - b.fromPosition || (a.fromEvent < b.fromEvent ? -1 : 1);

/** Whether an event comes after the rename that opened a span, in the order of events. */
function isAfter({ at, position, events }: EventPlace, row: number, span: Span): boolean {
  if (at !== span.fromAt) return at > span.fromAt;
  if (position !== span.fromPosition) return position > span.fromPosition;
  return idText(events, row) > span.fromEvent;
}
