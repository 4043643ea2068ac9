import { EVENT_KINDS } from '#modules/events/contract.ts';
import { p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import type { PathsParams } from '../paths.contract.ts';

/** What people do: every kind that the product knows but those that no person does for its own sake. */
const KINDS = Object.keys(EVENT_KINDS).filter((kind) => kind !== 'rename' && kind !== 'system');

/** What steps can be called, each with its number (from 1). 0 is whatever is not among them. */
export type Label = { kind: string; groupId: string | null };

/** As many labels as fit into the eight bits of a step. */
const MOST_LABELS = 250;

/**
 * The labels of an analysis: the kinds; or the kinds in groups that happened most in the range, the anchor's always.
 */
export async function labelsOf(context: AnalysisContext, { by, anchor }: PathsParams): Promise<Label[]> {
  if (by === 'kind') return KINDS.map((kind) => ({ kind, groupId: null }));
  const rows = await context.query<{ kind: string; group_id: string }>(
    'analyses.path_labels',
    sql`SELECT kind, group_id FROM ${events(context)} GROUP BY kind, group_id ORDER BY count() DESC, kind, group_id
        LIMIT ${p.uint(MOST_LABELS)}`,
  );
  const labels = rows.map(({ kind, group_id: groupId }) => ({ kind, groupId }));
  const missing = anchor?.groupId !== undefined && !labels.some((label) => isLabel(label, anchor));
  return missing ? [...labels.slice(0, -1), { kind: anchor.kind, groupId: anchor.groupId! }] : labels;
}

/** Whether a label is what an anchor means: of a kind, and of its group where it names one. */
export const isLabel = ({ kind, groupId }: Label, anchor: NonNullable<PathsParams['anchor']>): boolean =>
  kind === anchor.kind && (anchor.groupId === undefined || groupId === anchor.groupId);

/** Events of the range that are steps. */
const events = (context: AnalysisContext): Sql =>
  context.events({ columns: ['at', 'kind', 'group_id'], ...context.range, where: sql`kind IN ${p.strings(KINDS)}` });

/** More kinds than there are: a group's number stands above a kind's. */
const KINDS_A_GROUP = 64;

/**
 * The number of an event's label, as UInt64. The kind is looked up by the column's dictionary, and a group by its id: no text
 * is made of any row.
 */
function codeOf(labels: readonly Label[], by: PathsParams['by']): Sql {
  const numbers = (length: number): number[] => Array.from({ length }, (_, at) => at + 1);
  const kindOf = (kinds: readonly string[]): Sql =>
    sql`toUInt64(transform(kind, ${p.strings(kinds)}, ${p.uints(numbers(kinds.length))}, 0))`;
  if (by === 'kind') return kindOf(labels.map(({ kind }) => kind));
  const groups = [...new Set(labels.map(({ groupId }) => groupId!))];
  const groupOf = sql`transform(group_id, ${p.uuids(groups)}, ${p.uints(numbers(groups.length))}, 0)`;
  const pairs = labels.map(
    ({ kind, groupId }) => (groups.indexOf(groupId!) + 1) * KINDS_A_GROUP + KINDS.indexOf(kind) + 1,
  );
  return sql`toUInt64(transform(toUInt64(${groupOf}) * ${p.uint(KINDS_A_GROUP)} + ${kindOf(KINDS)}, ${p.uints(pairs)}, ${p.uints(numbers(pairs.length))}, 0))`;
}

/**
 * Everybody's path: a subquery of `member_id` and `path`, eight bits a place: the first place in the lowest (of a path that
 * leads to its anchor, the place before the anchor is above it, so that the number reads backwards from the anchor).
 *
 * One scan gathers each one's events as sorted numbers (milliseconds × 256 + label). They are cut at the anchor and at the
 * first pause that is too long, equal neighbours become one where asked, and `depth` of them are kept. Events of one instant
 * stand in the order of their labels.
 */
export function pathsOf(context: AnalysisContext, params: PathsParams, labels: readonly Label[]): Sql {
  const { direction, anchor, depth, collapse, gapDays } = params;
  const anchors = labels.flatMap((label, at) => (anchor && isLabel(label, anchor) ? [at + 1] : []));
  const forward = direction === 'from';
  const gathered = sql`(SELECT member_id, arraySort(groupArray(toUInt64(toUnixTimestamp64Milli(at)) * 256 + ${codeOf(labels, params.by)})) AS all_xs
    FROM ${events(context)} GROUP BY member_id)`;
  // Read away from the anchor: forward in time, or backward.
  const away = forward ? sql`all_xs` : sql`arrayReverse(all_xs)`;
  const start = anchor ? sql`arrayFirstIndex(x -> has(${p.uints(anchors)}, x % 256), ${away})` : sql`1`;
  const begun = sql`(SELECT member_id, arraySlice(${away}, start) AS xs FROM (SELECT *, ${start} AS start FROM ${gathered}) WHERE start > 0)`;
  const times = sql`arrayMap(x -> toInt64(intDiv(x, 256)), xs)`;
  const gap = p.int(gapDays * 86_400_000);
  const ended = sql`arrayFirstIndex((d, place) -> place > 1 AND abs(d) > ${gap}, arrayDifference(${times}), arrayEnumerate(xs))`;
  const cut = sql`(SELECT member_id, if(ended = 0, xs, arraySlice(xs, 1, ended - 1)) AS xs FROM (SELECT *, ${ended} AS ended FROM ${begun}))`;
  const steps = sql`arrayMap(x -> toUInt64(x % 256), xs)`;
  const kept = sql`arraySlice(${collapse ? sql`arrayCompact(${steps})` : steps}, 1, ${p.uint(depth)})`;
  return sql`(SELECT member_id, arraySum((label, place) -> bitShiftLeft(label + 1, 8 * (place - 1)), kept, arrayEnumerate(kept)) AS path
    FROM (SELECT member_id, ${kept} AS kept FROM ${cut}))`;
}

/** The labels of a path in the order in which it was read, away from its anchor; −1 … : place in `labels`, −1 for none of them. */
export function readPath(path: number): number[] {
  const steps: number[] = [];
  for (let rest = path; rest > 0; rest = Math.floor(rest / 256)) steps.push((rest % 256) - 2);
  return steps;
}
