import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { numberTest, passes } from './tests.ts';
import type { RuleContext, RuleKind, StateTerm } from './rule-kind.ts';

/** Where a member stands in the network of the evaluation: people tied to, somebody tied to, circle, bridge, isolated. */
export const ties: RuleKind<'ties'> = {
  kind: 'ties',
  check: ({ is }, known) =>
    'tiedTo' in is && !known.member(is.tiedTo) ? [{ where: '/is/tiedTo', what: 'there is no such member' }] : [],
  compile(context, { is }) {
    const within = (which: Sql): Sql => inNetwork(context, which);
    if ('tiedTo' in is) return tiedTo(context, is.tiedTo);
    if ('circle' in is) return term(within(sql`circle = ${p.uint(is.circle)}`), 'inCircle');
    if ('bridge' in is) {
      const bridges = within(sql`cut_off > 0`);
      return {
        on: 'state',
        holds: is.bridge ? bridges : sql`NOT (${bridges})`,
        facts: { bridge: sql`toBool(${bridges})` },
      };
    }
    if ('isolated' in is) {
      const tied = within(sql`ties > 0`);
      return {
        on: 'state',
        holds: is.isolated ? sql`NOT (${tied})` : tied,
        facts: { isolated: sql`toBool(NOT (${tied}))` },
      };
    }
    // Who is in no row has no ties: what 0 passes is everybody but those whom the network says not to.
    const test = numberTest(sql`toInt64(ties)`, is.test, is.number);
    const holds = passes(0, is.test, is.number) ? sql`NOT (${within(sql`NOT (${test})`)})` : within(test);
    return { on: 'state', holds, facts: { enough: sql`toBool(${holds})` } };
  },
};

const term = (holds: Sql, name: string): StateTerm => ({
  on: 'state',
  holds,
  facts: { [name]: sql`toBool(${holds})` },
});

const rows = ({ frame: { scope }, evaluation }: RuleContext): Sql =>
  sql`${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)}`;

const inNetwork = (context: RuleContext, which: Sql): Sql =>
  sql`member_id IN (SELECT member_id FROM network_members WHERE ${rows(context)} AND ${which})`;

function tiedTo(context: RuleContext, memberId: string): StateTerm {
  const node = sql`(SELECT node FROM network_members WHERE ${rows(context)} AND member_id = ${p.uuid(memberId)})`;
  const others = sql`(SELECT b FROM network_ties WHERE ${rows(context)} AND a IN ${node})`;
  return term(inNetwork(context, sql`node IN ${others}`), 'tied');
}
