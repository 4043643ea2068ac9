/** What the fatigue cap has to know of a queued delivery: how important it is, and when it may go at the earliest. */
export type Capped = { priority: number; seq: number; next: number };

export const moreImportant = (a: Pick<Capped, 'priority' | 'seq'>, b: Pick<Capped, 'priority' | 'seq'>): boolean =>
  a.priority === b.priority ? a.seq < b.seq : a.priority > b.priority;

/**
 * When a promotion may go to a person of whom no more than `count` may be asked in any `ms` milliseconds. What was sent counts
 * (`sent`, times), and so does what is more important and would go before this one's window is over: the more important one
 * wins the place, also when it is due later. The earliest time at or after `at` that may be allowed; ask again then.
 */
export function capAllows(
  row: Capped,
  at: number,
  { count, ms, sent, pending }: { count: number; ms: number; sent: readonly number[]; pending: Iterable<Capped> },
): number {
  const taken = sent.filter((one) => one > at - ms);
  for (const other of pending) {
    if (other === row || !moreImportant(other, row)) continue;
    const due = Math.max(other.next, at);
    if (due < at + ms) taken.push(due);
  }
  if (taken.length < count) return at;
  return taken.toSorted((a, b) => a - b)[taken.length - count]! + ms;
}
