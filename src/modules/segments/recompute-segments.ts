import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { findOptionalRun } from '#modules/events/index.ts';
import { openEvaluated, type Evaluated } from '#modules/insights/index.ts';
import { inScope, p, scopeColumns, sql, yieldingEngine } from '#platform/clickhouse/index.ts';
import { canTell, collectCandidates, countAsked, readStanding, type Standing } from './candidates.ts';
import { dependentsOf, levelsOf, tagGivers, usedBy } from './dependencies.ts';
import { giveTags } from './give-tags.ts';
import { narrowTo } from './people-of-ids.ts';
import { lookUp, stateOf, withContext, type LookedUp } from './prepare-rules.ts';
import { clausesOf, type Rule } from './rule.contract.ts';
import type { RuleContext } from './rules/rule-kind.ts';
import { beginRun, endRun, noteRun, readRun, type MadeFrom, type SegmentRun } from './run-store.ts';
import { schemeSegments } from './scheme-store.ts';
import {
  type ComputedSegment,
  listExpired,
  listSegments,
  noteComputed,
  removeSegments,
  type SegmentRow,
} from './segment-store.ts';
import { segmentsTurn, type CommunityRef, type SegmentsChanged, type SegmentServices } from './segment-services.ts';
import {
  countMembers,
  dropSegments,
  settleChanges,
  writeChanges,
  type ChangeReason,
  type Moved,
} from './write-changes.ts';

/** What a computation did. */
export type Recomputed = {
  /** Segments that were computed for everybody, and only for those who can have changed. */
  whole: number;
  changed: number;
  /** Members who were looked at because they can have changed. */
  candidates: number;
  moved: SegmentsChanged['segments'];
};

type Wanted = CommunityRef & {
  /** Only these, whole, with what depends on them; left out: all, as far as they can have changed. */
  only?: readonly string[];
  /** Computes all whole: for the proof that it comes to the same. */
  whole?: boolean;
};

/**
 * Brings the segments of a community up to its latest evaluation. Only members are looked at of whom an answer can have
 * changed: their state differs, they did something on a day that was rolled up anew or that a window let go of, they
 * became somebody else's, or they entered or left a segment that is looked at. Where that cannot be told, and for a rule
 * or a set of PostgreSQL's that changed, a segment is computed whole. Equal to computing everything whole. Stands back
 * behind pages unless only some are wanted, for which somebody waits.
 */
export async function recomputeSegments(services: SegmentServices, wanted: Wanted): Promise<Recomputed> {
  const { workspaceId, communityId } = wanted;
  // Makes the first evaluation where there is none, before the turn: evaluations take this turn within their own.
  await openEvaluated(services, { workspaceId, communityKey: communityId });
  const turn = services.turns?.of(segmentsTurn(communityId));
  const work = async (): Promise<Recomputed & { version: number }> => {
    const own = wanted.only ? services : { ...services, engine: yieldingEngine(services.engine) };
    const evaluated = await openEvaluated(own, { workspaceId, communityKey: communityId });
    return new Computing(own, wanted, evaluated).run();
  };
  const { version, ...done } = await (turn ? turn(work) : work());
  if (done.moved.length > 0) await tell(services, { workspaceId, communityId, version, segments: done.moved });
  return done;
}

async function tell({ onSegmentChanges, log }: SegmentServices, changes: SegmentsChanged): Promise<void> {
  try {
    await onSegmentChanges?.(changes);
  } catch (error) {
    log.warn({ err: error, communityId: changes.communityId }, 'who heard of changes of segments failed');
  }
}

/** Values that are computed in one statement at most, so that a million members fit into the engine's memory. */
const VALUES_AT_ONCE = { members: 30_000_000, least: 24, most: 400 } as const;

/** Whether there is something to note: somebody moved, or it stands on something else than before. */
const isOther = (now: ComputedSegment, before: SegmentRow): boolean =>
  now.moved ||
  now.computed !== before.computed ||
  now.evaluationId !== before.evaluationId ||
  now.asOf !== before.asOf ||
  now.lookedUp !== before.lookedUp;

type Job = { segment: SegmentRow; whole: boolean; reason: ChangeReason };

class Computing {
  readonly #services: SegmentServices;
  readonly #wanted: Wanted;
  readonly #evaluated: Evaluated;
  readonly #asked = newId();
  readonly #moved = new Map<string, Moved>();
  readonly #result = { whole: 0, changed: 0, candidates: 0 };
  #version = 0;
  #givers = new Map<string, string>();
  #textsGone = '';

  constructor(services: SegmentServices, wanted: Wanted, evaluated: Evaluated) {
    this.#services = services;
    this.#wanted = wanted;
    this.#evaluated = evaluated;
  }

  async run(): Promise<Recomputed & { version: number }> {
    const { database, engine, clock } = this.#services;
    const { workspaceId, communityId } = this.#wanted;
    const { scope } = this.#evaluated.frame;
    const { run, segments, schemes, expired, retention } = await database.inWorkspace(workspaceId, async (tx) => ({
      run: await readRun(tx, communityId),
      segments: await listSegments(tx, communityId),
      schemes: await schemeSegments(tx, communityId),
      expired: await listExpired(tx, communityId, new Date(clock.now())),
      retention: await findOptionalRun(tx, communityId),
    }));
    this.#textsGone = retention?.ranAt ?? '';
    this.#givers = tagGivers(segments);
    // What was cut off is ended and counted anew.
    const cutOff = run.begun > run.done;
    const only = run.evaluationId === null || cutOff ? undefined : this.#wanted.only;
    await this.#forget(expired);
    if (cutOff) {
      await settleChanges(
        { engine, scope },
        run.begun,
        segments.map(({ id }) => id),
      );
    }
    const standing = await readStanding(engine, scope);
    const schemeOf = (id: string) => schemes.get(id) ?? [];
    try {
      const chosen = only ? this.#chosen(segments, schemeOf, only) : segments;
      const tellable = !cutOff && (only !== undefined || (await this.#collect(run, standing, segments)));
      for (const level of levelsOf(segments, schemeOf)) {
        const some = level.filter((one) => chosen.includes(one));
        if (some.length > 0) await this.#level(some, { run, tellable, only, schemeOf });
      }
    } finally {
      await this.#dropAsked();
    }
    await database.inWorkspace(workspaceId, async (tx) => {
      if (this.#version > 0) await endRun(tx, communityId, this.#version);
      if (only === undefined) await noteRun(tx, communityId, run, this.#madeFrom(standing));
    });
    const moved = [...this.#moved]
      .filter(([, { entered, left }]) => entered + left > 0)
      .map(([segmentId, counts]) => ({ segmentId, ...counts }));
    return { ...this.#result, moved, version: this.#version };
  }

  /** The version of what is computed: begun with the first segment that is, so that looking for nothing writes nothing. */
  async #begin(): Promise<number> {
    const { database, clock } = this.#services;
    const { workspaceId, communityId } = this.#wanted;
    this.#version ||= await database.inWorkspace(workspaceId, (tx) => beginRun(tx, communityId, clock.now()));
    return this.#version;
  }

  #madeFrom({ revisions, spans }: Standing): MadeFrom {
    const { evaluation, frame, today, community } = this.#evaluated;
    const stage = evaluation.report.stage.value;
    return {
      evaluationId: evaluation.id,
      mapId: frame.mapId,
      spans,
      today,
      zone: community.zone,
      stage,
      textsGone: this.#textsGone,
      revisions,
    };
  }

  #chosen(segments: readonly SegmentRow[], schemeOf: (id: string) => readonly string[], only: readonly string[]) {
    const ids = new Set(only);
    const dependents = new Set(dependentsOf(segments, schemeOf, ids));
    return segments.filter((one) => ids.has(one.id) || dependents.has(one));
  }

  /** Collects who can have changed; false where that cannot be told, or where it is most of the members anyway. */
  async #collect(run: SegmentRun, standing: Standing, segments: readonly SegmentRow[]): Promise<boolean> {
    if (this.#wanted.whole) return false;
    return this.#with({ sets: new Map(), schemes: new Map() }, async (context) => {
      if (!(await canTell(context, run, standing))) return false;
      const asked = this.#asked;
      this.#result.candidates = await collectCandidates(context, { asked, run, standing, segments });
      return (
        this.#result.candidates * 2 < this.#evaluated.evaluation.report.members.total || this.#result.candidates < 1000
      );
    });
  }

  #with<T>(found: LookedUp, work: (context: RuleContext) => Promise<T>): Promise<T> {
    return withContext(this.#services, this.#evaluated, found, work);
  }

  async #level(
    segments: readonly SegmentRow[],
    {
      run,
      tellable,
      only,
      schemeOf,
    }: {
      run: SegmentRun;
      tellable: boolean;
      only: readonly string[] | undefined;
      schemeOf: (id: string) => readonly string[];
    },
  ): Promise<void> {
    const { database } = this.#services;
    const { workspaceId, communityId } = this.#wanted;
    const rules = segments.flatMap(({ rule }) => (rule ? [rule] : []));
    const found = await database.inWorkspace(workspaceId, (tx) => lookUp(this.#services, tx, communityId, rules));
    const jobs = segments.map((segment): Job => {
      const isNew = segment.evaluationId === null || (only?.includes(segment.id) ?? false);
      const whole =
        isNew ||
        !tellable ||
        segment.fault !== null ||
        (only === undefined && segment.evaluationId !== run.evaluationId) ||
        this.#stateOf(segment.rule, found) !== segment.lookedUp;
      return { segment, whole, reason: isNew ? (segment.rule === null ? 'list' : 'rule') : 'facts' };
    });
    const partial = jobs.filter(({ whole }) => !whole);
    const uses = partial.flatMap(({ segment }) => usedBy(segment.rule, schemeOf, this.#givers));
    await this.#askMoved(uses);
    await this.#with(found, async (context) => {
      for (const reason of ['facts', 'rule', 'list'] as const) {
        const some = jobs.filter((job) => job.whole && job.reason === reason);
        for (const batch of this.#batches(some)) await this.#compute(context, batch, found, run, only);
      }
      if (partial.length === 0) return;
      const { engine, scope } = context.frame;
      const looked = await countAsked(engine, scope, this.#asked);
      if (looked > 0) {
        for (const batch of this.#batches(partial, looked)) await this.#compute(context, batch, found, run, only);
      } else await this.#note(partial, new Map(), found, run, only);
    });
    for (const { segment } of jobs) await this.#tags(segment);
  }

  /** Whoever entered or left a segment in this computation can enter or leave those that look at it. */
  async #askMoved(used: readonly string[]): Promise<void> {
    const moved = used.filter((id) => this.#moved.has(id));
    if (moved.length === 0) return;
    const { engine, scope } = this.#evaluated.frame;
    await engine.command(
      scope,
      'segments.collect_moved',
      sql`INSERT INTO asked_ids (workspace_id, community_id, asked, id)
          SELECT ${scopeColumns(scope)}, ${p.uuid(this.#asked)}, member_id FROM segment_changes
          WHERE ${inScope(scope)} AND segment_id IN ${p.uuids(moved)} AND version = ${p.uint(this.#version)}`,
    );
  }

  *#batches(jobs: readonly Job[], people = this.#evaluated.evaluation.report.members.total): Generator<Job[]> {
    const { members, least, most } = VALUES_AT_ONCE;
    const room = Math.min(most, Math.max(least, Math.floor(members / Math.max(1, people))));
    let batch: Job[] = [];
    let size = 0;
    for (const job of jobs) {
      const values = job.segment.rule ? clausesOf(job.segment.rule).length : 1;
      if (batch.length > 0 && size + values > room) {
        yield batch;
        [batch, size] = [[], 0];
      }
      batch.push(job);
      size += values;
    }
    if (batch.length > 0) yield batch;
  }

  async #compute(
    context: RuleContext,
    jobs: readonly Job[],
    found: LookedUp,
    run: SegmentRun,
    only: readonly string[] | undefined,
  ): Promise<void> {
    const { whole, reason } = jobs[0]!;
    const { scope } = context.frame;
    const asked = sql`(SELECT id FROM asked_ids WHERE ${inScope(scope)} AND asked = ${p.uuid(this.#asked)})`;
    const narrowed = whole ? {} : { narrowing: narrowTo(context, asked), among: sql`member_id IN ${asked}` };
    const at = this.#services.clock.now();
    const computation = { version: await this.#begin(), at, day: context.today, reason, ...narrowed };
    try {
      const moved = await writeChanges(
        context,
        jobs.map(({ segment }) => segment),
        computation,
      );
      await this.#note(jobs, moved, found, run, only);
    } catch (error) {
      if (!(error instanceof AppError) || (error.code !== 'query_too_large' && error.code !== 'query_too_slow'))
        throw error;
      if (jobs.length > 1) {
        for (const job of jobs) await this.#compute(context, [job], found, run, only);
      } else await this.#noteFault(jobs[0]!, error);
    }
  }

  async #note(
    jobs: readonly Job[],
    moved: ReadonlyMap<string, Moved>,
    found: LookedUp,
    run: SegmentRun,
    only: readonly string[] | undefined,
  ): Promise<void> {
    const { database, clock } = this.#services;
    const { evaluation, frame } = this.#evaluated;
    const wholes = jobs.filter(({ whole }) => whole).map(({ segment }) => segment.id);
    const counted = wholes.length === 0 ? new Map<string, number>() : await countMembers(frame, wholes);
    const at = new Date(clock.now());
    const noted = jobs.map(({ segment, whole }) => {
      const { entered, left } = moved.get(segment.id) ?? { entered: 0, left: 0 };
      // Of a partial computation between two runs the evaluation stays that of the run: it has not seen everybody.
      const evaluationId = whole || only === undefined ? evaluation.id : run.evaluationId;
      return {
        id: segment.id,
        version: segment.version,
        members: whole ? (counted.get(segment.id) ?? 0) : segment.members + entered - left,
        computed: this.#version || segment.computed,
        at,
        asOf: evaluation.asOf,
        evaluationId,
        lookedUp: this.#stateOf(segment.rule, found),
        fault: null,
        moved: entered + left > 0,
      };
    });
    const other = noted.filter((one, index) => isOther(one, jobs[index]!.segment));
    if (other.length > 0) await database.inWorkspace(this.#wanted.workspaceId, (tx) => noteComputed(tx, other));
    for (const { segment, whole } of jobs) {
      this.#moved.set(segment.id, moved.get(segment.id) ?? { entered: 0, left: 0 });
      if (whole) this.#result.whole++;
      else this.#result.changed++;
    }
  }

  async #noteFault({ segment }: Job, error: AppError): Promise<void> {
    const { members, computed, lookedUp, asOf, version } = segment;
    const at = segment.computedAt ?? new Date(this.#services.clock.now());
    const noted = {
      id: segment.id,
      version,
      members,
      computed,
      at,
      lookedUp,
      evaluationId: null,
      fault: error.code,
      moved: false,
    };
    await this.#services.database.inWorkspace(this.#wanted.workspaceId, (tx) =>
      noteComputed(tx, [{ ...noted, asOf: asOf ?? this.#evaluated.evaluation.asOf }]),
    );
    this.#services.log.warn({ err: error, segmentId: segment.id }, 'a segment could not be computed');
  }

  /** Texts that were deleted because of their age take members out of what looks for words. */
  #stateOf(rule: Rule | null, found: LookedUp): string {
    if (rule === null) return '';
    const texts = clausesOf(rule).some(({ kind }) => kind === 'words') ? this.#textsGone : '';
    return `${stateOf(rule, found)} ${texts}`.trim();
  }

  async #tags(segment: SegmentRow): Promise<void> {
    const { entered, left } = this.#moved.get(segment.id) ?? { entered: 0, left: 0 };
    if (segment.tag === segment.tagGiven && (segment.tag === null || entered + left === 0)) return;
    await giveTags(this.#services, this.#evaluated.frame.scope, segment);
  }

  /** Takes transient segments away whose time is over. */
  async #forget(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await dropSegments(this.#evaluated.frame, ids);
    await this.#services.database.inWorkspace(this.#wanted.workspaceId, (tx) => removeSegments(tx, ids));
  }

  async #dropAsked(): Promise<void> {
    const { engine, scope } = this.#evaluated.frame;
    // A leftover of a crash goes by the table's time to live.
    await engine
      .command(
        scope,
        'segments.drop_candidates',
        sql`ALTER TABLE asked_ids DROP PARTITION ${p.uuid(this.#asked)} /* ${inScope(scope)} */`,
      )
      .catch(() => undefined);
  }
}
