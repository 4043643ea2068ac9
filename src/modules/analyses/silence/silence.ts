import { formatDay, type Day } from '#kernel/calendar.ts';
import { SILENCE_CAUSES, SILENT_KINDS } from '#modules/insights/contract.ts';
import { silenceOfMany, type Silence } from '#modules/insights/index.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import type { Warning } from '../common.contract.ts';
import type { SilenceParams, SilenceResult } from '../silence.contract.ts';
import { namesFor, type Names } from '../texts/dress-hits.ts';
import { idList } from '../texts/id-list.ts';
import { share, smallSample } from '../warnings.ts';

type Cause = (typeof SILENCE_CAUSES)[number];
type CauseRow = SilenceResult['causes'][number];

/** Days in which the last activity is fresh enough to come before all who have been away longer. */
const FRESH_DAYS = 365;
const EVIDENCE_SHOWN = 5;

/** Why silent; definitions in the contract and in docs/definitions.md. */
export const silence: AnalysisKind<'silence'> = {
  kind: 'silence',
  shows: 'names',

  async run(context, params) {
    const { today } = context;
    const { silent, looked } = await silenceOfMany(
      context.evaluated.frame,
      context.evaluated.evaluation.id,
      only(context, params),
    );
    const members = await countMembers(context);
    const ordered = looked.toSorted((a, b) => wakeableFirst(a, b, today));
    const rows = SILENCE_CAUSES.map((cause) => ({ cause, first: ordered.filter((one) => isOf(one, cause, 'first')) }));
    const evidence = new Map(rows.map(({ cause, first }) => [cause, evidenceOf(cause, first)]));
    const names = await namesFor(context, [
      ...rows
        .flatMap(({ first }) => first.slice(0, params.limit))
        .flatMap(({ memberId, closest }) => [memberId, ...(closest ? [closest] : [])]),
      ...(evidence.get('closest_tie_left') ?? []).map(({ id }) => id),
    ]);
    const causes: CauseRow[] = rows.map(({ cause, first }) => ({
      cause,
      first: first.length,
      any: looked.filter((one) => isOf(one, cause, 'any')).length,
      share: share(first.length, looked.length),
      evidence: evidence.get(cause)!.map((one) => ({ ...one, name: nameOf(one, names) })),
      people: first.slice(0, params.limit).map((one) => dress(one, names)),
    }));
    return {
      from: formatDay(today),
      to: formatDay(today),
      members,
      silent,
      looked: looked.length,
      kinds: Object.fromEntries(
        SILENT_KINDS.map((kind) => [kind, looked.filter(({ silentKind }) => silentKind === kind).length]),
      ) as SilenceResult['kinds'],
      causes: causes.sort((a, b) => b.first - a.first || b.any - a.any),
      warnings: warningsOf(silent, looked.length),
    } satisfies SilenceResult;
  },

  async people(context, params, { cause, place, silentKind }) {
    const { looked } = await silenceOfMany(
      context.evaluated.frame,
      context.evaluated.evaluation.id,
      only(context, params),
    );
    return idList(
      looked
        .filter(
          (one) =>
            (cause === undefined || isOf(one, cause, place)) && (silentKind ?? one.silentKind) === one.silentKind,
        )
        .map(({ memberId }) => memberId),
    );
  },

  table: ({ causes }) => ({
    columns: ['cause', 'first', 'any', 'share'],
    rows: causes.map(({ cause, first, any, share: part }) => [cause, first, any, part]),
  }),
};

const isOf = ({ causes }: Silence, cause: Cause, place: 'first' | 'any'): boolean =>
  place === 'first' ? causes[0]?.cause === cause : causes.some((one) => one.cause === cause);

function only({ population }: AnalysisContext, { silentKind }: SilenceParams): Sql | undefined {
  const conditions = [
    ...(population ? [population] : []),
    ...(silentKind ? [sql`silent_kind = ${p.string(silentKind)}`] : []),
  ];
  return conditions.length === 0 ? undefined : joinSql(conditions, sql` AND `);
}

async function countMembers(context: AnalysisContext): Promise<number> {
  const [row] = await context.query<{ members: number }>(
    'analyses.count_members',
    sql`SELECT count() AS members FROM ${context.states(sql`member_id`, sql`is_member = 1`)}`,
  );
  return Number(row?.members ?? 0);
}

/** Whose last activity is within a year first, by the weight of what they contributed in it, then who was active last. */
function wakeableFirst(a: Silence, b: Silence, today: Day): number {
  const fresh = ({ lastActive }: Silence): number => (lastActive !== null && lastActive > today - FRESH_DAYS ? 1 : 0);
  return (
    fresh(b) - fresh(a) ||
    b.weight365 - a.weight365 ||
    (b.lastActive ?? 0) - (a.lastActive ?? 0) ||
    (a.memberId < b.memberId ? -1 : 1)
  );
}

type Evidence = { kind: 'person' | 'group' | 'year'; id: string; members: number };

/** What the cause was with most people: who left, which group went quiet, or in which year it happened. */
function evidenceOf(cause: Cause, members: readonly Silence[]): Evidence[] {
  const kind = cause === 'closest_tie_left' ? 'person' : cause === 'group_went_quiet' ? 'group' : 'year';
  const counts = new Map<string, number>();
  for (const member of members) {
    const id = evidenceId(cause, member);
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, EVIDENCE_SHOWN)
    .map(([id, count]) => ({ kind, id, members: count }));
}

function evidenceId(cause: Cause, { causes, closest, joined, lastActive }: Silence): string | null {
  const facts = causes.find((one) => one.cause === cause)?.facts ?? {};
  switch (cause) {
    case 'closest_tie_left':
      return closest;
    case 'group_went_quiet':
      return String(facts.group);
    case 'never_welcomed':
      return formatDay(joined).slice(0, 4);
    case 'first_message_unanswered':
      return String(facts.day).slice(0, 4);
    default:
      return formatDay(lastActive ?? joined).slice(0, 4);
  }
}

function nameOf({ kind, id }: Evidence, names: Names): string {
  if (kind === 'year') return id;
  return kind === 'person' ? names.member(id) : names.group(id);
}

/** A member with readable causes: groups and the closest person by their names. */
const dress = ({ memberId, silentKind, lastActive, weight365, causes, closest }: Silence, names: Names) => ({
  memberId,
  name: names.member(memberId),
  silentKind,
  lastActive: lastActive === null ? null : formatDay(lastActive),
  weight365,
  causes: causes.map(({ cause, facts }) => ({
    cause,
    facts: {
      ...facts,
      ...(cause === 'group_went_quiet' ? { group: names.group(String(facts.group)) } : {}),
      ...(cause === 'closest_tie_left' && closest !== null ? { name: names.member(closest) } : {}),
    },
  })),
});

function warningsOf(silent: number, looked: number): Warning[] {
  const warnings: Warning[] = [];
  if (looked < silent) warnings.push({ code: 'silent_sampled', facts: { looked, silent } });
  // What was sent to whom is not known, so that nobody is said to have been told too much.
  if (silent > 0) warnings.push({ code: 'deliveries_unknown', facts: {} });
  return [...warnings, ...smallSample(silent)];
}
