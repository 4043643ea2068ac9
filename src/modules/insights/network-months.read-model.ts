import { parseDay } from '#kernel/calendar.ts';
import { NotFound } from '#kernel/errors.ts';
import { matchCircles } from '#modules/network/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { Evaluation } from './evaluation-store.ts';
import { isMonthEnd } from './month-ends.ts';
import type { NetworkMonth, NetworkMonths } from './network-months.contract.ts';
import type { KeptMonth } from './network-months-store.ts';
import { type NetworkOf, ofEvaluation } from './network-people.query.ts';
import { digits } from './network-picture.read-model.ts';
import type { NetworkSummary } from './network-view.contract.ts';

/** The months with the present one at the end: what the latest evaluation knows of it. */
export function presentMonths(
  evaluation: Evaluation,
  { kept, summary, upToDate }: { kept: readonly KeptMonth[]; summary: NetworkSummary | undefined; upToDate: boolean },
): NetworkMonths {
  const past = kept.map(({ day, figures }) => ({ day, complete: true, picture: true, figures }));
  const present = summary && {
    day: evaluation.asOf,
    complete: isMonthEnd(parseDay(evaluation.asOf)!),
    picture: false,
    figures: { ...summary.figures, circles: summary.circlesInAll },
  };
  return { asOf: evaluation.asOf, upToDate, months: present ? [...past, present] : past };
}

type Row = {
  member_id: string;
  name: string;
  circle: number;
  now: number;
  ties: number;
  influence: number;
  x: number;
  y: number;
};

/** The picture of a past month; names are those of the latest evaluation, and so are the numbers of circles. */
export async function readMonth(
  network: NetworkOf,
  { month, circlesNow }: { month: KeptMonth | undefined; circlesNow: number },
): Promise<NetworkMonth> {
  if (!month) throw new NotFound('the month');
  const { engine, scope } = network;
  const own = sql`${inScope(scope)} AND snapshot_id = ${p.uuid(month.snapshotId)}`;
  const among = sql`member_id IN (SELECT member_id FROM network_month_members WHERE ${own})`;
  const people = await engine.query<Row>(
    scope,
    'insights.network_month_members',
    sql`SELECT m.member_id AS member_id, s.name AS name, circle, n.now AS now, ties, influence, x, y
        FROM (SELECT * FROM network_month_members WHERE ${own}) AS m
        ANY LEFT JOIN (SELECT member_id, if(name = '', external_id, name) AS name FROM member_states
          WHERE ${ofEvaluation(network)} AND ${among}) AS s ON s.member_id = m.member_id
        ANY LEFT JOIN (SELECT member_id, circle AS now FROM network_members
          WHERE ${ofEvaluation(network)} AND ${among}) AS n ON n.member_id = m.member_id
        ORDER BY node`,
  );
  const ties = await engine.columns(
    scope,
    'insights.network_month_ties',
    sql`SELECT a, b, toFloat64(weight) AS weight FROM network_month_ties WHERE ${own} ORDER BY weight DESC, a, b`,
  );
  const circles = matchCircles(
    people.map(({ circle }) => circle),
    people.map(({ now }) => now),
    circlesNow,
  );
  return {
    day: month.day,
    figures: month.figures,
    picture: {
      memberId: people.map((one) => one.member_id),
      name: people.map((one) => one.name || one.member_id),
      tier: people.map(() => ''),
      x: people.map((one) => digits(one.x, 5)),
      y: people.map((one) => digits(one.y, 5)),
      circle: people.map(({ circle }) => circles.get(circle)!),
      ties: people.map((one) => one.ties),
      cutOff: people.map(() => 0),
      influence: people.map((one) => digits(one.influence, 4)),
      from: Array.from(ties.numbers('a')),
      to: Array.from(ties.numbers('b')),
      weight: Array.from(ties.numbers('weight'), (weight) => digits(weight, 4)),
    },
  };
}
