import type { NetworkPicture } from '../../api/network.ts';

/** Gentle at both ends. */
const eased = (part: number): number => (part < 0.5 ? 2 * part * part : 1 - (2 - 2 * part) ** 2 / 2);

/**
 * The picture somewhere on the way from another one to it: those in both stand between their places, who is new where
 * they will be. `part` goes from 0 to 1.
 */
export function between(before: NetworkPicture, after: NetworkPicture, part: number): NetworkPicture {
  if (part >= 1) return after;
  const place = new Map(before.memberId.map((id, node) => [id, node]));
  const on = eased(Math.max(0, part));
  const x = after.x.slice();
  const y = after.y.slice();
  for (const [node, id] of after.memberId.entries()) {
    const from = place.get(id);
    if (from === undefined) continue;
    x[node] = before.x[from]! + (after.x[node]! - before.x[from]!) * on;
    y[node] = before.y[from]! + (after.y[node]! - before.y[from]!) * on;
  }
  return { ...after, x, y };
}
