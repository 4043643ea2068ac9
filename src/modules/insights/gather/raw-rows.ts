import { asWords } from './id-index.ts';
import type { People } from './people.ts';
import type { PersonaResolver } from './persona-resolver.ts';
import type { readColumns } from './standing.ts';

type Columns = Awaited<ReturnType<typeof readColumns>>;

/** Columns of raw events that name their author and place: account_id, event_id, day, at_ms, place. */
export type RawRows = {
  readonly rows: number;
  readonly day: Uint16Array;
  readonly at: Float64Array;
  readonly event: Uint32Array;
  /** Number of the member who wrote row k, −1 = nobody known. */
  author(row: number): number;
};

/** Reads those columns and tells whose each event is. */
export function rawRows(found: Columns, people: People, resolver: PersonaResolver): RawRows {
  const accounts = asWords(found.rawUuids('account_id'));
  const event = asWords(found.rawUuids('event_id'));
  const at = found.column('at_ms') as Float64Array;
  const place = found.column('place') as Float64Array;
  return {
    rows: found.rows,
    day: found.column('day') as Uint16Array,
    at,
    event,
    author: (row) => resolver.memberOf(people, accounts, row, { at: at[row]!, position: place[row]!, events: event }),
  };
}
