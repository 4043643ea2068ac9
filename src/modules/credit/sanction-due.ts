import { instantOf, zoneOffset } from '#kernel/calendar.ts';
import type { CreditState } from './credit-at.ts';
import type { CreditPolicy } from './policy.contract.ts';
import type { SanctionKind } from './contract.ts';

/** How hard each sanction is; an appeal that is upheld takes away what would not have come without the violation. */
const HARDNESS = ['warn', 'mute', 'suspend', 'remove'] as const satisfies readonly SanctionKind[];
export const isHarder = (one: SanctionKind, other: SanctionKind | null): boolean =>
  HARDNESS.indexOf(one) > (other === null ? -1 : HARDNESS.indexOf(other));

/** What the thresholds ask for after a violation; null: nothing but the cost. Of several, the hardest. */
export function sanctionDue(
  { credit, suspendedSince }: Pick<CreditState, 'credit' | 'suspendedSince'>,
  { muteAt, warnAt }: CreditPolicy,
): Exclude<SanctionKind, 'remove'> | null {
  if (suspendedSince !== null) return 'suspend';
  if (credit <= muteAt) return 'mute';
  return credit <= warnAt ? 'warn' : null;
}

/** The same time on the clock so many calendar days later, in a zone; of a time that is skipped, the one after the gap. */
export const daysLater = (at: number, days: number, zone: string): number =>
  instantOf(at + zoneOffset(at, zone) + days * 86_400_000, zone);
