import type { Day } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import type { PeopleFrame } from '#modules/insights/index.ts';
import { membersOf } from '#modules/members/index.ts';
import { type Earned, pointsEarned } from '#modules/points/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { askAbout, type DoneColumns, readDone } from './figures.query.ts';
import { GROWTH_DAYS, type GrowthRules } from './growth-rules.ts';
import { earnedGrowth } from './growth-value.ts';
import type { LevelFigures } from './ladder.ts';
import { quizzesPassed } from './standing-store.ts';

/** Everything that levels are decided from, by person. */
export type GatheredFigures = {
  readonly done: DoneColumns;
  readonly earned: ReadonlyMap<string, Earned>;
  readonly quizzes: ReadonlyMap<string, number>;
};

/** What is kept of one person's figures. */
export type PersonFigures = {
  done: number;
  earned: number;
  contribution: number;
  activeDays: number;
  quizzes: number;
  present: boolean;
};

/** The growth value is what was done and what was earned. */
export const figuresOf = ({ done, earned, contribution, activeDays, quizzes }: PersonFigures): LevelFigures => ({
  growth: done + earned,
  contribution,
  activeDays,
  quizzes,
});

export type FiguresQuestion = {
  evaluationId: string;
  rules: GrowthRules;
  today: Day;
  only?: readonly string[] | undefined;
};

/** Gathers the figures of everybody, or of some people, at the end of a day: one statement to each store. */
export async function gatherFigures(
  { database }: { database: Database },
  frame: PeopleFrame,
  { evaluationId, rules, today, only }: FiguresQuestion,
): Promise<GatheredFigures> {
  const { workspaceId, communityId } = frame.scope;
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => database.inWorkspace(workspaceId, work);
  const asked = only && (await askAbout(frame, newId(), await inTx((tx) => idsOf(tx, communityId, only))));
  const [done, earned, quizzes] = await Promise.all([
    readDone(frame, { evaluationId, rules, today, only: asked }),
    inTx((tx) => pointsEarned(tx, communityId, { from: today - GROWTH_DAYS + 1, to: today + 1 }, only)),
    inTx((tx) => quizzesPassed(tx, communityId)),
  ]);
  return { done, earned, quizzes };
}

/** The members and accounts of people: an account has a member of the same id. */
async function idsOf(tx: Tx, communityId: string, people: readonly string[]): Promise<string[]> {
  const members = await membersOf(tx, communityId, people);
  return [...new Set([...people, ...members.map(({ member }) => member)])];
}

/** The figures of one person; zeros for who is not in the log. */
export function figuresIn(gathered: GatheredFigures, rules: GrowthRules, memberId: string): PersonFigures {
  const { done, earned, quizzes } = gathered;
  const row = done.ids.indexOfText(memberId);
  const own = { earned: earnedGrowth(earned.get(memberId), rules), quizzes: quizzes.get(memberId) ?? 0 };
  if (row < 0) return { ...own, done: 0, contribution: 0, activeDays: 0, present: false };
  return {
    ...own,
    done: done.done[row]!,
    contribution: done.contribution[row]!,
    activeDays: done.activeDays[row]!,
    present: done.present[row] === 1,
  };
}
