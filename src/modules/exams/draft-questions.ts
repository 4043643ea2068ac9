import { hash } from 'node:crypto';
import type { QuestionContent } from './question.contract.ts';

/** A rule of the community as exams see it; the module of credit hands them in. */
export type RuleForExam = {
  id: string;
  name: string;
  text: string;
  /** Points of credit that a breach costs. */
  cost: number;
};

export type Language = 'zh-CN' | 'en';
/** A drafted question: `key` says which draft it is, `hash` what the rules said. */
export type Draft = { key: string; hash: string; content: QuestionContent; tags: string[] };

/** What a breach can cost, by the definitions; wrong answers are taken from here. */
const COSTS = [1, 2, 3, 6, 12];
const MOST_OPTIONS = 5;
const MOST_GRAVE = 3;
const FEWEST_TO_COMPARE = 3;

const WORDS = {
  'zh-CN': {
    tag: '群规',
    cost: (name: string) => `违反“${name}”一次扣几分信用分？`,
    points: (cost: number) => `${cost} 分`,
    says: (name: string, text: string) => `本群的群规“${name}”写明：${text}`,
    claims: (name: string, cost: number) => `违反“${name}”一次扣 ${cost} 分信用分。`,
    why: (name: string, text: string, cost: number) =>
      `群规“${name}”：${text === '' ? '' : `${text} `}违反一次扣 ${cost} 分。`,
    grave: (cost: number) => `下面哪些违规一次要扣 ${cost} 分或更多？`,
    order: '按一次扣的信用分，把这些违规从少到多排列。',
    list: (one: string, cost: number) => `${one}（${cost} 分）`,
    join: '、',
  },
  en: {
    tag: 'rules',
    cost: (name: string) => `How many points of credit does breaking “${name}” once cost?`,
    points: (cost: number) => (cost === 1 ? '1 point' : `${cost} points`),
    says: (name: string, text: string) => `The rule “${name}” of this community says: ${text}`,
    claims: (name: string, cost: number) =>
      `Breaking “${name}” once costs ${cost} ${cost === 1 ? 'point' : 'points'} of credit.`,
    why: (name: string, text: string, cost: number) =>
      `The rule “${name}”: ${text === '' ? '' : `${text} `}Breaking it once costs ${cost === 1 ? '1 point' : `${cost} points`}.`,
    grave: (cost: number) => `Which of these breaches cost ${cost} points or more at once?`,
    order: 'Put these breaches in order of what one costs, from the least to the most.',
    list: (one: string, cost: number) => `${one} (${cost})`,
    join: ', ',
  },
} as const;

const digest = (content: QuestionContent): string => hash('sha256', JSON.stringify(content), 'hex').slice(0, 32);

/** A number of a rule’s own: what is chosen by it stays chosen, whatever becomes of other rules. */
const lotOf = (id: string, of = ''): number => Number.parseInt(hash('sha256', `${of} ${id}`, 'hex').slice(0, 8), 16);
const byLot = (rules: readonly RuleForExam[], of: string): RuleForExam[] =>
  rules.toSorted((a, b) => lotOf(a.id, of) - lotOf(b.id, of) || (a.id < b.id ? -1 : 1));

/**
 * Questions that can be made out of rules without anybody’s judgement, because the rules themselves hold the answer:
 * what each costs (single), what each says and a claim about its cost (true or false), which are grave (multiple), and
 * their order by cost. They are drafts: an operator reads them before anybody is asked. A question depends on the rules it
 * names and not on their places: rules that come and go leave those about the others as they are.
 */
export function draftQuestions(rules: readonly RuleForExam[], language: Language): Draft[] {
  const words = WORDS[language];
  const sorted = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const draft = (key: string, content: QuestionContent): Draft => ({
    key: `${language} ${key}`,
    hash: digest(content),
    content,
    tags: [words.tag],
  });
  const ofOne = sorted.flatMap(({ id, name, text, cost }) => {
    const explanation = words.why(name, text, cost).slice(0, 4000);
    const costs = [...new Set([...COSTS, cost])].toSorted((a, b) => a - b);
    // Half of the claims are false: they name the next cost on the list.
    const claimed = lotOf(id) % 2 === 0 ? cost : costs[(costs.indexOf(cost) + 1) % costs.length]!;
    const drafts = [
      draft(`cost ${id}`, {
        kind: 'single',
        text: words.cost(name),
        options: costs.map((one) => words.points(one)),
        solution: [costs.indexOf(cost)],
        explanation,
      }),
      draft(`claim ${id}`, {
        kind: 'truth',
        text: words.claims(name, claimed),
        options: [],
        solution: [claimed === cost ? 0 : 1],
        explanation,
      }),
    ];
    const says = words.says(name, text);
    if (text !== '' && says.length <= 2000)
      drafts.push(draft(`says ${id}`, { kind: 'truth', text: says, options: [], solution: [0], explanation }));
    return drafts;
  });
  return [...ofOne, ...ofMany(sorted, words, draft)];
}

function ofMany(
  rules: readonly RuleForExam[],
  words: (typeof WORDS)[Language],
  draft: (key: string, content: QuestionContent) => Draft,
): Draft[] {
  const drafts: Draft[] = [];
  const costly = (some: readonly RuleForExam[]) =>
    some.map(({ name, cost }) => words.list(name, cost)).join(words.join);
  const named = rules.filter(({ name }, at) => rules.findIndex((one) => one.name === name) === at);
  for (const least of [...new Set(named.map(({ cost }) => cost))].toSorted((a, b) => a - b).slice(1)) {
    const of = `grave ${least}`;
    const grave = byLot(named, of)
      .filter(({ cost }) => cost >= least)
      .slice(0, MOST_GRAVE);
    const mild = byLot(named, of)
      .filter(({ cost }) => cost < least)
      .slice(0, MOST_OPTIONS - grave.length);
    const some = byLot([...grave, ...mild], of);
    if (some.length < FEWEST_TO_COMPARE) continue;
    drafts.push(
      draft(of, {
        kind: 'multiple',
        text: words.grave(least),
        options: some.map(({ name }) => name),
        solution: some.flatMap(({ cost }, at) => (cost >= least ? [at] : [])),
        explanation: costly(some),
      }),
    );
  }
  const byCost = named.toSorted((a, b) => a.cost - b.cost);
  const steps = byCost.filter(({ cost }, at) => at === 0 || byCost[at - 1]!.cost < cost).slice(0, MOST_OPTIONS);
  if (steps.length >= FEWEST_TO_COMPARE)
    drafts.push(
      draft('order', {
        kind: 'order',
        text: words.order,
        options: steps.map(({ name }) => name),
        solution: steps.map((_, at) => at),
        explanation: costly(steps),
      }),
    );
  return drafts;
}
