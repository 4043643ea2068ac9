import { introduceMembers, type Evaluated, findOptionalNetwork } from '#modules/insights/index.ts';
import { operatorNames } from '#modules/identity/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { Introduction, Reason } from './contract.ts';
import type { KeptIntroduction } from './introduction-store.ts';
import { introductionText } from './introduction-text.ts';

const WORDS = 3;

type Placed = Introduction['first'];

/** Introductions with who the people are at the latest evaluation, and a text to send. */
export async function presentIntroductions(
  database: Database,
  evaluated: Evaluated,
  kept: readonly KeptIntroduction[],
): Promise<Introduction[]> {
  const { frame, evaluation, community } = evaluated;
  const pairs = [...new Set(kept.flatMap(({ first, second }) => [first, second]))];
  const between = kept.flatMap(({ reasons }) =>
    reasons.flatMap((reason) => (reason.kind === 'common_neighbours' ? reason.people : [])),
  );
  const labels = await introduceMembers(frame.engine, frame.scope, evaluation.id, [...new Set([...pairs, ...between])]);
  const circles = await circlesOf(evaluated, pairs);
  const { summary, operators } = await database.inWorkspace(frame.scope.workspaceId, async (tx) => ({
    summary: await findOptionalNetwork(tx, { communityId: community.id, evaluationId: evaluation.id }),
    operators: await operatorNames(
      tx,
      kept.map(({ decidedBy }) => decidedBy),
    ),
  }));
  const personOf = (memberId: string) => {
    const label = labels.get(memberId);
    const member = label?.external_id || memberId;
    return { memberId, member, name: label?.name || member };
  };
  const placedOf = (memberId: string): Placed => {
    const circle = circles.get(memberId) ?? 0;
    const circleWords = summary?.circles[circle - 1]?.words.slice(0, WORDS) ?? [];
    return { ...personOf(memberId), tier: labels.get(memberId)?.tier || null, circle, circleWords };
  };
  return kept.map((one) => {
    const [first, second] = [placedOf(one.first), placedOf(one.second)];
    const reasons = one.reasons.map((reason): Reason =>
      reason.kind === 'common_neighbours' ? { ...reason, people: reason.people.map(personOf) } : reason,
    );
    return {
      id: one.id,
      first,
      second,
      score: one.score,
      reasons,
      text: introductionText(first, second, reasons),
      state: one.state,
      proposedAt: one.proposedAt.toISOString(),
      decidedAt: one.decidedAt?.toISOString() ?? null,
      decidedBy: one.decidedBy === null ? null : (operators.get(one.decidedBy) ?? null),
      dismissedFor: one.dismissedFor,
      lapsedFor: one.lapsedFor,
      note: one.note,
      tied: one.tied,
    };
  });
}

async function circlesOf({ frame, evaluation }: Evaluated, people: readonly string[]): Promise<Map<string, number>> {
  if (people.length === 0) return new Map();
  const rows = await frame.engine.query<{ member_id: string; circle: number }>(
    frame.scope,
    'introductions.circles',
    sql`SELECT member_id, circle FROM network_members WHERE ${inScope(frame.scope)}
          AND evaluation_id = ${p.uuid(evaluation.id)} AND member_id IN ${p.uuids(people)}`,
  );
  return new Map(rows.map((row) => [row.member_id, row.circle]));
}
