import type { z } from 'zod';
import type { Tx } from '#platform/postgres/index.ts';
import { currentDrafts, isOutdated } from './change-question.ts';
import type { Draft, RuleForExam } from './draft-questions.ts';
import { optionCount } from './check-question.ts';
import { ENOUGH, itemHints } from './item-hints.ts';
import {
  HINTS,
  type ItemFigures,
  type Question,
  QUESTION_LIMITS,
  type questionsQuery,
  type QuestionsReply,
} from './question.contract.ts';
import { getQuestion, type ItemSums, type KeptQuestion, listQuestions, readItemSums } from './question-store.ts';

/** A coefficient is told to three places: more would be noise. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

function figuresOf(question: KeptQuestion, sums: ItemSums | undefined): ItemFigures {
  const { answered = 0, right = 0, correlation = null, chosen = [] } = sums ?? {};
  return {
    answered,
    right,
    difficulty: answered === 0 ? null : right / answered,
    discrimination: answered < ENOUGH || correlation === null ? null : rounded(correlation),
    chosen: Array.from({ length: optionCount(question) }, (_, at) => chosen[at] ?? 0),
  };
}

function present(question: KeptQuestion, sums: ItemSums | undefined, drafts: ReadonlyMap<string, Draft>): Question {
  const { draftKey, draftHash: _hash, createdAt, changedAt, ...rest } = question;
  const figures = figuresOf(question, sums);
  const hints = itemHints(question, figures);
  if (question.state !== 'retired' && isOutdated(question, drafts)) hints.push('rule_changed');
  return {
    ...rest,
    drafted: draftKey !== null,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    figures,
    hints,
  };
}

/** One question with its figures. NotFound. */
export async function showQuestion(
  tx: Tx,
  communityId: string,
  { id, rules }: { id: string; rules: readonly RuleForExam[] },
): Promise<Question> {
  const question = await getQuestion(tx, communityId, id);
  return present(question, (await readItemSums(tx, communityId, id)).get(id), currentDrafts(rules));
}

/** A page of the bank, and what there is to filter by. */
export async function showQuestions(
  tx: Tx,
  communityId: string,
  { query, rules }: { query: z.output<typeof questionsQuery>; rules: readonly RuleForExam[] },
): Promise<QuestionsReply> {
  const sums = await readItemSums(tx, communityId);
  const drafts = currentDrafts(rules);
  const all = (await listQuestions(tx, communityId)).map((one) => present(one, sums.get(one.id), drafts));
  const found = all.filter((one) => isFound(one, query));
  const from = (query.page - 1) * QUESTION_LIMITS.listed;
  const states = { draft: 0, active: 0, retired: 0 };
  for (const { state } of all) states[state] += 1;
  const inUse = all.filter(({ state }) => state !== 'retired');
  return {
    questions: found.slice(from, from + QUESTION_LIMITS.listed),
    total: found.length,
    pageSize: QUESTION_LIMITS.listed,
    tags: tagsOf(inUse),
    states,
    hints: HINTS.map((hint) => ({ hint, count: inUse.filter(({ hints }) => hints.includes(hint)).length })).filter(
      ({ count }) => count > 0,
    ),
    rules: rules.length,
  };
}

function isFound(question: Question, { text, kind, state, tag, hint }: z.output<typeof questionsQuery>): boolean {
  const words = text?.toLowerCase();
  const said = [question.text, ...question.options];
  return (
    (words === undefined || said.some((one) => one.toLowerCase().includes(words))) &&
    (kind === undefined || question.kind === kind) &&
    (state === undefined ? question.state !== 'retired' : question.state === state) &&
    (tag === undefined || question.tags.includes(tag)) &&
    (hint === undefined || question.hints.includes(hint))
  );
}

function tagsOf(questions: readonly Question[]): QuestionsReply['tags'] {
  const counts = new Map<string, { active: number; all: number }>();
  for (const { tags, state } of questions)
    for (const tag of tags) {
      const count = counts.get(tag) ?? { active: 0, all: 0 };
      counts.set(tag, { active: count.active + Number(state === 'active'), all: count.all + 1 });
    }
  return [...counts].map(([tag, count]) => ({ tag, ...count })).toSorted((a, b) => a.tag.localeCompare(b.tag, 'zh-CN'));
}
