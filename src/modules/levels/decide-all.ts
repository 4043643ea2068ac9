import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { baseRank } from './base-rank.ts';
import { evaluateMonth, firstDayOf, type LevelDecision, type MonthNumber, monthOf, promote } from './decide-level.ts';
import { figuresIn, figuresOf, type GatheredFigures, type PersonFigures } from './gather-figures.ts';
import type { Level, LevelChange, LevelRules } from './levels.contract.ts';
import {
  foldMerged,
  listMerged,
  type NewChange,
  type NewStanding,
  readStandings,
  type StoredStanding,
  writeChanges,
  writeStandings,
} from './standing-store.ts';

/** What came of looking at people. */
export type Decided = {
  looked: number;
  promoted: number;
  demoted: number;
  /** Of those looked at. */
  grace: number;
  /** Steps up of members who are there: whom to celebrate. */
  risen: { changeId: string; memberId: string; toRank: number }[];
};

export type Deciding = {
  levels: readonly Level[];
  rules: LevelRules;
  figures: GatheredFigures;
  only?: readonly string[] | undefined;
  /** Of a monthly evaluation; null: only promotions. */
  month: MonthNumber | null;
  /** Why somebody rises. */
  reason: Exclude<LevelChange['reason'], 'demotion'>;
  at: Date;
};

/**
 * Decides about everybody, or some people, out of their figures and where they stand, and writes what changed: standings
 * some thousands at a time, so that a million people need no more memory than their figures.
 */
export async function decideAll(tx: Tx, communityId: string, deciding: Deciding): Promise<Decided> {
  const { figures, rules, only, at } = deciding;
  const brought = await foldMerged(tx, communityId, only);
  // An evaluation of before they were merged still knows them as people of their own.
  const merged = await listMerged(tx, communityId, only);
  const desk = new Desk(deciding, brought);
  const seen = new Uint8Array(figures.done.count);
  const known = new Set<string>();
  for await (const page of readStandings(tx, communityId, only)) {
    for (const standing of page) {
      if (merged.has(standing.memberId)) continue;
      const row = figures.done.ids.indexOfText(standing.memberId);
      if (row >= 0) seen[row] = 1;
      else known.add(standing.memberId);
      desk.look(standing.memberId, figuresIn(figures, rules.growth, standing.memberId), standing);
    }
    await desk.flush(tx, communityId, at);
  }
  for (let row = 0; row < seen.length; row++) {
    if (seen[row] === 1) continue;
    const memberId = figures.done.ids.text(row);
    if (merged.has(memberId)) continue;
    desk.look(memberId, figuresIn(figures, rules.growth, memberId));
    if (desk.waiting >= FLUSH_AT) await desk.flush(tx, communityId, at);
  }
  // Whom the log does not know may have earned points, passed a paper or brought a level along all the same.
  const asked = only && new Set(only);
  for (const memberId of new Set([...figures.earned.keys(), ...figures.quizzes.keys(), ...brought.keys()]))
    if (figures.done.ids.indexOfText(memberId) < 0 && !known.has(memberId) && (!asked || asked.has(memberId)))
      desk.look(memberId, figuresIn(figures, rules.growth, memberId));
  await desk.flush(tx, communityId, at);
  return desk.decided;
}

const FLUSH_AT = 50_000;
const NOTHING: Omit<StoredStanding, 'memberId'> = {
  levelId: null,
  done: 0,
  earned: 0,
  contribution: 0,
  activeDays: 0,
  quizzes: 0,
  present: false,
  graceSince: null,
};

/** Decides about one after the other and gathers what is to be written. */
class Desk {
  readonly decided: Decided = { looked: 0, promoted: 0, demoted: 0, grace: 0, risen: [] };
  readonly #deciding: Deciding;
  readonly #brought: ReadonlyMap<string, number>;
  readonly #rankOf: ReadonlyMap<string, number>;
  readonly #base: number;
  #standings: NewStanding[] = [];
  #changes: NewChange[] = [];

  constructor(deciding: Deciding, brought: ReadonlyMap<string, number>) {
    this.#deciding = deciding;
    this.#brought = brought;
    this.#rankOf = new Map(deciding.levels.map(({ id, rank }) => [id, rank]));
    this.#base = baseRank(deciding.levels);
  }

  get waiting(): number {
    return this.#standings.length;
  }

  /** Looks at one person; `kept` is where they stand, absent for who has no row. */
  look(memberId: string, figures: PersonFigures, kept?: StoredStanding): void {
    this.decided.looked++;
    const before = kept ?? { memberId, ...NOTHING };
    const own = kept ? (kept.levelId === null ? 0 : this.#rankOf.get(kept.levelId)!) : this.#base;
    const rank = Math.max(own, this.#brought.get(memberId) ?? 0, this.#base);
    const decision = this.#decide({ rank, graceSince: graceOf(before) }, figures);
    if (decision.graceSince !== null) this.decided.grace++;
    const after: NewStanding = {
      memberId,
      ...figures,
      levelId: decision.rank === 0 ? null : this.#deciding.levels[decision.rank - 1]!.id,
      graceSince: decision.graceSince === null ? null : firstDayOf(decision.graceSince),
      moved: decision.rank !== own,
    };
    if (!kept && !after.moved && isNothing(figures)) return;
    if (!kept || after.moved || differs(before, after)) this.#standings.push(after);
    if (decision.rank !== own) this.#note(memberId, own, decision, figures);
  }

  #decide(standing: { rank: number; graceSince: MonthNumber | null }, figures: PersonFigures): LevelDecision {
    const { levels, rules, month } = this.#deciding;
    const ladder = levels.map(({ standards }) => standards);
    return month === null
      ? promote(standing, figuresOf(figures), ladder)
      : evaluateMonth(standing, figuresOf(figures), { ladder, rules: rules.holding, month });
  }

  #note(memberId: string, from: number, { rank, step, short }: LevelDecision, figures: PersonFigures): void {
    const { levels, reason, at } = this.#deciding;
    const levelOf = (one: number) => (one === 0 ? null : levels[one - 1]!);
    const up = rank > from;
    if (up) this.decided.promoted++;
    else this.decided.demoted++;
    const { present, ...counted } = figures;
    const change: NewChange = {
      id: newId(at.getTime()),
      memberId,
      fromRank: from,
      toRank: rank,
      fromLevel: levelOf(from)?.id ?? null,
      toLevel: levelOf(rank)?.id ?? null,
      reason: step === 'demotion' ? 'demotion' : reason,
      facts: {
        ...counted,
        growth: figures.done + figures.earned,
        standards: levelOf(Math.max(from, rank))!.standards,
        ...(short.length > 0 && { short }),
      },
      celebrated: false,
    };
    this.#changes.push(change);
    if (up && present && this.decided.risen.length < MOST_RISEN)
      this.decided.risen.push({ changeId: change.id, memberId, toRank: rank });
  }

  async flush(tx: Tx, communityId: string, at: Date): Promise<void> {
    await writeStandings(tx, communityId, this.#standings, at);
    await writeChanges(tx, communityId, this.#changes, at);
    this.#standings = [];
    this.#changes = [];
  }
}

/** So many are celebrated of one run; where more rise at once, it was no feat of theirs. */
const MOST_RISEN = 500;

const graceOf = ({ graceSince }: Pick<StoredStanding, 'graceSince'>): MonthNumber | null =>
  graceSince === null ? null : monthOf(graceSince);

const isNothing = ({ done, earned, contribution, activeDays, quizzes }: PersonFigures): boolean =>
  done === 0 && earned === 0 && contribution === 0 && activeDays === 0 && quizzes === 0;

const differs = (a: StoredStanding, b: StoredStanding): boolean =>
  a.done !== b.done ||
  a.earned !== b.earned ||
  a.contribution !== b.contribution ||
  a.activeDays !== b.activeDays ||
  a.quizzes !== b.quizzes ||
  a.present !== b.present ||
  a.graceSince !== b.graceSince ||
  a.levelId !== b.levelId;
