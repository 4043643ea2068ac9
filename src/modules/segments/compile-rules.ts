import { memberDays, memberEvents, type DayColumn, type EventColumn } from '#modules/insights/index.ts';
import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Clause, Rule } from './rule.contract.ts';
import { kindOf } from './rules/index.ts';
import type { Facts, RuleContext, ScanTerm, Term } from './rules/rule-kind.ts';

/** Which members are looked at: conditions on `member_states`, on the log's accounts and on the roll-up's personas. */
export type Narrowing = { readonly states: Sql; readonly accounts: Sql; readonly personas: Sql };

/** A rule, each part as an expression on a row of `from`. */
export type CompiledRule = {
  readonly clause: Clause | undefined;
  readonly kind: Rule['kind'];
  readonly holds: Sql;
  readonly facts: Facts;
  readonly of: readonly CompiledRule[];
};

/** Rules that are answered together: `from` has a row for each member, with the columns that `rules` speak of. */
export type Together = { readonly from: Sql; readonly rules: readonly CompiledRule[] };

/** How a clause looks for its answer. */
export const compileClause = (context: RuleContext, clause: Clause): Term =>
  kindOf(clause).compile(context, clause as never);

/** The members of the evaluation, narrowed, as a subquery of all their columns. */
const states = ({ frame: { scope }, evaluation }: RuleContext, narrowing?: Narrowing): Sql =>
  sql`(SELECT * FROM member_states
    WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)} AND is_member = 1 ${and(narrowing?.states)})`;

const and = (condition: Sql | undefined): Sql => (condition ? sql`AND ${condition}` : sql``);

type Aggregated = { readonly term: ScanTerm; readonly names: Facts };

/** More conditions than this cost more to test before an aggregate than they save. */
const TESTED_BEFORE = 16;

/** One scan of what members did, with the values of several terms, a row for each member who did any of it. */
function scan(context: RuleContext, found: readonly Aggregated[], narrowing?: Narrowing): Sql {
  const terms = found.map(({ term }) => term);
  const isLog = terms[0]!.on !== 'days';
  const from = terms.some((term) => term.from === undefined) ? undefined : Math.min(...terms.map((term) => term.from!));
  const needed = joinSql(
    terms.map((term) => term.where),
    sql` OR `,
  );
  const where = joinSql(
    [
      terms.length <= TESTED_BEFORE ? sql`(${needed})` : sql`1`,
      ...(narrowing ? [isLog ? narrowing.accounts : narrowing.personas] : []),
    ],
    sql` AND `,
  );
  const columns = [...new Set(terms.flatMap((term) => term.columns))];
  const asked = { from, to: Math.max(0, ...terms.map((term) => term.to)), where };
  const rows = isLog
    ? memberEvents(context.frame, { ...asked, columns: columns as EventColumn[] })
    : memberDays(context.frame, { ...asked, columns: columns as DayColumn[] });
  const values = found.flatMap(({ term, names }) =>
    Object.entries(term.values).map(([name, value]) => sql`, ${value} AS ${names[name]!}`),
  );
  return sql`(SELECT member_id${joinSql(values, sql``)} FROM ${rows} GROUP BY member_id)`;
}

/** Names for the values of terms, unlike each other in one statement. */
class Namer {
  #next = 0;

  name(term: ScanTerm): Aggregated {
    const names = Object.keys(term.values).map((key) => [key, sql`${p.identifier(`v${this.#next++}`)}`] as const);
    return { term, names: Object.fromEntries(names) };
  }
}

/**
 * Compiles rules so that one statement answers all of them for each member: what they ask of the log and of its roll-up
 * is computed in one scan of each and joined to the members. Equal clauses are computed once.
 */
export function compileTogether(context: RuleContext, rules: readonly Rule[], narrowing?: Narrowing): Together {
  const namer = new Namer();
  const known = new Map<string, { term: Term; found?: Aggregated }>();
  const bySource = new Map<string, Aggregated[]>();
  const look = (clause: Clause) => {
    const key = JSON.stringify(clause);
    const before = known.get(key);
    if (before) return before;
    const term = compileClause(context, clause);
    if (term.on === 'state') return remember(key, { term });
    const found = namer.name(term);
    bySource.set(term.on, [...(bySource.get(term.on) ?? []), found]);
    return remember(key, { term, found });
  };
  const remember = (key: string, one: { term: Term; found?: Aggregated }) => {
    known.set(key, one);
    return one;
  };
  const compile = (rule: Rule): CompiledRule => {
    if (rule.kind === 'all' || rule.kind === 'any') {
      const of = rule.of.map(compile);
      const parts = of.map(({ holds }) => sql`(${holds})`);
      const holds = sql`(${joinSql(parts, rule.kind === 'all' ? sql` AND ` : sql` OR `)})`;
      return { kind: rule.kind, clause: undefined, holds, facts: {}, of };
    }
    if (rule.kind === 'not') {
      const inner = compile(rule.of);
      return { kind: 'not', clause: undefined, holds: sql`(NOT (${inner.holds}))`, facts: {}, of: [inner] };
    }
    const { term, found } = look(rule);
    const own = { kind: rule.kind, clause: rule, of: [] };
    if (term.on === 'state') return { ...own, holds: term.holds, facts: term.facts };
    return { ...own, holds: term.holds(found!.names), facts: term.facts(found!.names) };
  };
  const compiled = rules.map(compile);
  const scans = [...bySource.values()].map((found, at) => {
    const id = sql`${p.identifier(`did_by_${at}`)}`;
    const names = found.flatMap(({ names }) => Object.values(names));
    const named = sql`(SELECT ${joinSql([sql`member_id AS ${id}`, ...names])} FROM ${scan(context, found, narrowing)})`;
    return sql`LEFT ANY JOIN ${named} AS ${p.identifier(`scan_${at}`)} ON ${id} = member_id`;
  });
  return { from: sql`${states(context, narrowing)} AS s ${joinSql(scans, sql` `)}`, rules: compiled };
}

/** A part of a rule: a condition on members, or on values of one source that are not computed yet. */
type Part =
  | { on: 'state'; holds: Sql }
  | { on: ScanTerm['on']; found: readonly Aggregated[]; holds: Sql; absent: boolean };

/**
 * The members whom one rule means, as a subquery of `member_id`, or of other columns of their states. Where what the rule asks of a source stands together,
 * as it mostly does, whoever passes is collected from the scan and nobody's values are joined to anybody.
 */
export function membersOf(context: RuleContext, rule: Rule, narrowing?: Narrowing, columns: Sql = sql`member_id`): Sql {
  const blocks = new Map<string, number>();
  const namer = new Namer();
  const settle = (part: Part): Sql => {
    if (part.on === 'state') return part.holds;
    blocks.set(part.on, (blocks.get(part.on) ?? 0) + 1);
    const rows = scan(context, part.found, narrowing);
    return part.absent
      ? sql`member_id NOT IN (SELECT member_id FROM ${rows} WHERE NOT (${part.holds}))`
      : sql`member_id IN (SELECT member_id FROM ${rows} WHERE ${part.holds})`;
  };
  const condition = settle(partOf(context, rule, namer, settle));
  if ([...blocks.values()].some((count) => count > 1)) {
    const { from, rules } = compileTogether(context, [rule], narrowing);
    return sql`(SELECT ${columns} FROM ${from} WHERE ${rules[0]!.holds})`;
  }
  return sql`(SELECT ${columns} FROM ${states(context, narrowing)} WHERE ${condition})`;
}

function partOf(context: RuleContext, rule: Rule, namer: Namer, settle: (part: Part) => Sql): Part {
  if (rule.kind === 'not') {
    const inner = partOf(context, rule.of, namer, settle);
    const holds = sql`(NOT (${inner.holds}))`;
    return inner.on === 'state' ? { on: 'state', holds } : { ...inner, holds, absent: !inner.absent };
  }
  if (rule.kind !== 'all' && rule.kind !== 'any') {
    const term = compileClause(context, rule);
    if (term.on === 'state') return { on: 'state', holds: sql`(${term.holds})` };
    const found = namer.name(term);
    return { on: term.on, found: [found], holds: sql`(${term.holds(found.names)})`, absent: term.absent };
  }
  const parts = rule.of.map((inner) => partOf(context, inner, namer, settle));
  const united = [...new Set(parts.map(({ on }) => on))].map((on) =>
    unite(
      parts.filter((part) => part.on === on),
      rule.kind === 'all',
    ),
  );
  if (united.length === 1) return united[0]!;
  return unite(
    united.map((part) => ({ on: 'state' as const, holds: settle(part) })),
    rule.kind === 'all',
  );
}

/** Parts on one source as one part. */
function unite(parts: readonly Part[], all: boolean): Part {
  const holds = sql`(${joinSql(
    parts.map((part) => part.holds),
    all ? sql` AND ` : sql` OR `,
  )})`;
  const scanned = parts.flatMap((part) => (part.on === 'state' ? [] : [part]));
  if (scanned.length === 0) return { on: 'state', holds };
  const absent = all ? scanned.every((part) => part.absent) : scanned.some((part) => part.absent);
  return { on: scanned[0]!.on, found: scanned.flatMap((part) => part.found), holds, absent };
}
