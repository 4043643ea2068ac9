import type { EventRow } from './event-row.ts';

/** What became of one event's rows, one after another. */
export type Merged = {
  /** The row to write; undefined when the log says it all already. */
  row: EventRow | undefined;
  /** The row that stood in the log at another day or account and must be written over. */
  leaves: EventRow | undefined;
  added: number;
  edited: number;
  repeated: number;
};

const movedTo = (row: EventRow, origin: EventRow): EventRow => ({
  ...row,
  day: origin.day,
  accountId: origin.accountId,
  at: origin.at,
  position: origin.position,
  originVersion: origin.originVersion,
});

/**
 * Puts rows of one event, in any order, onto what the log holds of it. The lowest version ever seen says when it
 * happened and who did it; the highest says all else; of a version seen twice the first stays. So the result is the
 * same whatever comes first.
 */
export function mergeVersions(existing: EventRow | undefined, incoming: readonly EventRow[]): Merged {
  const merged: Merged = { row: undefined, leaves: undefined, added: 0, edited: 0, repeated: 0 };
  let state = existing;
  for (const row of incoming.toSorted((a, b) => a.version - b.version)) {
    if (!state) {
      state = row;
      merged.added++;
    } else if (row.version > state.version) {
      state = movedTo(row, state);
      merged.edited++;
    } else if (row.version < state.originVersion) {
      state = movedTo(state, row);
      merged.edited++;
    } else merged.repeated++;
  }
  if (state !== existing) merged.row = state;
  if (existing && state && (existing.day !== state.day || existing.accountId !== state.accountId))
    merged.leaves = { ...existing, originVersion: state.originVersion };
  return merged;
}
