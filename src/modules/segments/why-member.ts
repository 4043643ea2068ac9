import { NotFound } from '#kernel/errors.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { findByIds } from '#modules/members/index.ts';
import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { compileTogether, type CompiledRule } from './compile-rules.ts';
import type { RuleAnswer, Why } from './contract.ts';
import { namesOf } from './introduce.ts';
import { narrowTo } from './people-of-ids.ts';
import { lookUp, withContext } from './prepare-rules.ts';
import type { RuleContext } from './rules/rule-kind.ts';
import type { SegmentRow } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';

/** Why a member is, or is not, in a segment: the rule's tree with the member's own values. Throws NotFound. */
export async function whyMember(
  services: SegmentServices,
  evaluated: Evaluated,
  { segment, memberId }: { segment: SegmentRow; memberId: string },
): Promise<Why> {
  const { community, evaluation, frame } = evaluated;
  const { workspaceId } = frame.scope;
  const person = (await namesOf(evaluated, [memberId])).get(memberId);
  const [known] = await services.database.inWorkspace(workspaceId, (tx) => findByIds(tx, community.id, [memberId]));
  if (!person && !known) throw new NotFound('the member');
  const { rule } = segment;
  const answer = rule && person?.isMember ? await answerOf(services, evaluated, { rule, memberId }) : null;
  const values = new Map(known?.attributes.map(({ key, value }) => [key, value]));
  return {
    memberId,
    name: person?.name ?? known?.accounts.at(-1)?.name ?? '',
    isMember: person?.isMember ?? false,
    ...(await placeIn(evaluated, segment.id, memberId)),
    answer: answer && rule ? withAttributes(answer, rule, values) : null,
    rule,
    asOf: evaluation.asOf,
  };
}

type Asked = { rule: NonNullable<SegmentRow['rule']>; memberId: string };

async function answerOf(
  services: SegmentServices,
  evaluated: Evaluated,
  { rule, memberId }: Asked,
): Promise<RuleAnswer | null> {
  const { community, frame } = evaluated;
  const found = await services.database.inWorkspace(frame.scope.workspaceId, (tx) =>
    lookUp(services, tx, community.id, [rule]),
  );
  return withContext(services, evaluated, found, async (context) => {
    const { from, rules } = compileTogether(context, [rule], narrowTo(context, sql`${p.uuids([memberId])}`));
    const columns: Sql[] = [];
    const shape = shapeOf(rules[0]!, columns);
    const [row] = await context.frame.engine.query<Record<string, RuleAnswer['facts'][string]>>(
      context.frame.scope,
      'segments.why',
      sql`SELECT ${joinSql(columns)} FROM ${from}`,
    );
    return row ? shape(row) : null;
  });
}

type Row = Record<string, RuleAnswer['facts'][string]>;

/** Adds the columns of a part of a rule, and says how they are put together again. */
function shapeOf(part: CompiledRule, columns: Sql[]): (row: Row) => RuleAnswer {
  const add = (value: Sql): string => {
    const name = `c${columns.length}`;
    columns.push(sql`${value} AS ${p.identifier(name)}`);
    return name;
  };
  const holds = add(sql`toBool(${part.holds})`);
  const facts = Object.entries(part.facts).map(([key, value]) => [key, add(value)] as const);
  const of = part.of.map((inner) => shapeOf(inner, columns));
  return (row) => ({
    kind: part.kind,
    holds: row[holds] === true,
    facts: Object.fromEntries(facts.map(([key, name]) => [key, row[name] ?? null])),
    of: of.map((inner) => inner(row)),
  });
}

/** Adds the attribute's value itself where the rule asks for one. */
function withAttributes(answer: RuleAnswer, rule: Asked['rule'], values: ReadonlyMap<string, unknown>): RuleAnswer {
  if (rule.kind === 'all' || rule.kind === 'any') {
    return { ...answer, of: answer.of.map((inner, at) => withAttributes(inner, rule.of[at]!, values)) };
  }
  if (rule.kind === 'not') return { ...answer, of: [withAttributes(answer.of[0]!, rule.of, values)] };
  if (rule.kind !== 'attribute') return answer;
  const value = values.get(rule.key) ?? null;
  const shown = Array.isArray(value) ? value.join(', ') : (value as RuleAnswer['facts'][string]);
  return { ...answer, facts: { ...answer.facts, value: shown } };
}

async function placeIn(
  { frame: { engine, scope } }: Pick<RuleContext, 'frame'>,
  segmentId: string,
  memberId: string,
): Promise<{ inSegment: boolean; since: string | null }> {
  const [there] = await engine.query<{ there: number }>(
    scope,
    'segments.is_member',
    sql`SELECT count() AS there FROM segment_members FINAL
        WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segmentId)} AND member_id = ${p.uuid(memberId)}`,
  );
  const [last] = await engine.query<{ at_ms: number }>(
    scope,
    'segments.last_change',
    sql`SELECT toUnixTimestamp64Milli(max(at)) AS at_ms FROM segment_changes
        WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segmentId)} AND member_id = ${p.uuid(memberId)} HAVING count() > 0`,
  );
  return { inSegment: Number(there!.there) > 0, since: last ? new Date(Number(last.at_ms)).toISOString() : null };
}
