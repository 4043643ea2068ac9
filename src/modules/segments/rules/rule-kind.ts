import type { Day } from '#kernel/calendar.ts';
import type { Evaluated, EventColumn, DayColumn } from '#modules/insights/index.ts';
import type { PeopleSet } from '#modules/members/index.ts';
import type { Sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { InputFault } from '#kernel/errors.ts';
import type { ClauseKind, ClauseOf } from '../rule.contract.ts';
import type { RuleSources } from '../rule-sources.ts';

/** What a clause is compiled for: the people of one evaluation, and what PostgreSQL was asked for before. */
export type RuleContext = Evaluated & {
  /** Condition on `member_id` that stands for the set of a clause (`set` of its kind). */
  setOf(clause: object): Sql;
  /** Segments of an own scheme of tiers, in order. */
  schemeOf(schemeId: string): readonly string[];
};

/** Values of a member that a clause looks at, by name, for the answer to "why". */
export type Facts = Readonly<Record<string, Sql>>;

/** A condition on the columns of `member_states`. */
export type StateTerm = {
  readonly on: 'state';
  readonly holds: Sql;
  /** Expressions on the same row. */
  readonly facts: Facts;
};

/**
 * A condition on aggregates over what members did. Terms on the same source are computed in one scan. An aggregate is an
 * expression that says itself which rows it means, since the scan reads those of its neighbours, too.
 */
export type ScanTerm = {
  /** `events` reads the log, `days` its roll-up; `texts:…` the events whose text one clause is about. */
  readonly on: 'events' | 'days' | `texts:${string}`;
  readonly from: Day | undefined;
  readonly to: Day;
  readonly columns: readonly (EventColumn | DayColumn)[];
  /** Rows that the aggregates need, at least. */
  readonly where: Sql;
  readonly values: Facts;
  /** The condition, given the columns that hold the values. */
  holds(values: Facts): Sql;
  /** Whether it holds for somebody without a row. */
  readonly absent: boolean;
  /** Expressions on the values. */
  facts(values: Facts): Facts;
};

export type Term = StateTerm | ScanTerm;

/** What exists in a community, for the check of a rule. */
export type Known = {
  attribute(key: string): boolean;
  group(id: string): boolean;
  level(id: string): boolean;
  platform(name: string): boolean;
  member(id: string): boolean;
  segment(id: string): boolean;
  /** Segments of an own scheme; undefined where there is none of the id. */
  scheme(id: string): readonly string[] | undefined;
};

/** One kind of clause. */
export type RuleKind<K extends ClauseKind> = {
  readonly kind: K;
  /** What it names and does not exist; `where` are pointers below the clause. */
  check?(clause: ClauseOf<K>, known: Known): InputFault[];
  /** The people that PostgreSQL knows it to mean. */
  set?(tx: Tx, communityId: string, clause: ClauseOf<K>, sources: RuleSources): Promise<PeopleSet>;
  compile(context: RuleContext, clause: ClauseOf<K>): Term;
  /**
   * How many days ago something has to have been for the answer to change although nothing new happened: a window of
   * the last N days lets go of day N. Undefined: the clause does not look at events.
   */
  edges?(clause: ClauseOf<K>): readonly number[];
  /** Segments whose members it looks at, with those of own schemes. */
  uses?(clause: ClauseOf<K>, schemeOf: (schemeId: string) => readonly string[]): readonly string[];
};
