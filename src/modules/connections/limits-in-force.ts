import { BadInput } from '#kernel/errors.ts';
import { pointer } from '#platform/http/index.ts';
import type { Limit } from './connector.contract.ts';
import type { LimitOverrides } from './contract.ts';

/** The platform's limits with an operator's counts in place of its own. */
export const limitsInForce = (limits: readonly Limit[], own: LimitOverrides): Limit[] =>
  limits.map((limit) => ({ ...limit, count: own[limit.key] ?? limit.count }));

/** BadInput for a key that is none of the connector's limits. */
export function checkOverrides(limits: readonly Limit[], own: LimitOverrides): void {
  const unknown = Object.keys(own).filter((key) => !limits.some((limit) => limit.key === key));
  if (unknown.length > 0)
    throw new BadInput(
      `no such limit: ${unknown.join(', ')}`,
      unknown.map((key) => ({ where: pointer('body', ['limits', key]), what: 'is not a limit of this connector' })),
    );
}
