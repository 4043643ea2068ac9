import { DECAY_PER_30_DAYS } from '#modules/network/index.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import { memberGains } from './gather/tie-gains.query.ts';
import type { Frame } from './gather/standing.ts';
import type { MemberIdentity } from './member-identity.read-model.ts';
import type { MemberLabel } from './member-state.query.ts';
import type { Portrait } from './members.contract.ts';

const TIES_SHOWN = 12;

/** A tie at T: what was given to the other person and received from them, decayed. */
export type TieOfMember = { other: string; given: number; received: number };

/**
 * The strongest ties of a member; of equal ones (to nine digits) by id. Gains are summed as decimals: a sum of floats
 * depends on the order in which the engine reads its parts, and the same log would answer with other last digits.
 */
export function tiesOfMember(frame: Frame, { memberId, personas }: MemberIdentity): Promise<TieOfMember[]> {
  const self = p.uuid(memberId);
  const decayed = sql`toDecimal128(gain * pow(${p.float(DECAY_PER_30_DAYS)}, (${p.int(frame.today)} - toInt32(day)) / 30), 15)`;
  return frame.engine.query<TieOfMember>(
    frame.scope,
    'insights.ties_of_member',
    sql`SELECT if(giver = ${self}, receiver, giver) AS other, toFloat64(sumIf(${decayed}, giver = ${self})) AS given,
          toFloat64(sumIf(${decayed}, receiver = ${self})) AS received
        FROM (${memberGains(frame, sql`1`, personas)}) WHERE giver = ${self} OR receiver = ${self}
        GROUP BY other ORDER BY round(given + received, 9) DESC, other LIMIT ${p.uint(TIES_SHOWN)}`,
  );
}

/** Ties with who the other people are at the evaluation. */
export const introduceTies = (
  ties: readonly TieOfMember[],
  persons: ReadonlyMap<string, MemberLabel>,
): Portrait['ties'] =>
  ties.map(({ other, given, received }) => {
    const person = persons.get(other);
    return {
      memberId: other,
      member: person?.external_id ?? other,
      name: person?.name ?? other,
      tier: person?.tier || null,
      given,
      received,
    };
  });
