import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatDay } from '#kernel/calendar.ts';
import { tokenRuns, whichAreNames } from '#modules/insights/index.ts';
import type { AnalysisContext, AnalysisKind, DayRange } from '../analysis-kind.ts';
import type { Warning } from '../common.contract.ts';
import { dressHit, namesFor } from '../texts/dress-hits.ts';
import { idList } from '../texts/id-list.ts';
import { markWords } from '../texts/mark-words.ts';
import { countTexts, sampleTexts, type SampledText, type TextCounts } from '../texts/sample-texts.query.ts';
import { textWarnings } from '../texts/text-warnings.ts';
import type { Topic, TopicsParams, TopicsResult } from '../topics.contract.ts';
import { smallSample } from '../warnings.ts';
import { TermTable, TOPIC_NEEDS, usesTerm, type FoundTopic, type FoundTopics, type Side } from './term-table.ts';

/** The sample of a period. */
const SAMPLE = { perGroup: 3000, most: 10_000 } as const;
/** Texts whose words are cut before others get their turn. */
const TEXTS_A_TURN = 200;

/** Topic trends; definitions in the contract and in docs/definitions.md. */
export const topics: AnalysisKind<'topics'> = {
  kind: 'topics',
  shows: 'texts',

  async run(context, params) {
    const { range } = context;
    const periods: readonly DayRange[] = [range, periodBefore(range)];
    const counts = await Promise.all(periods.map((period) => countTexts(context, of(period, params))));
    const texts = await readBoth(context, periods, params);
    const table = new TermTable();
    const people = new Map<string, number>();
    for (const [row, { side, text, memberId }] of texts.entries()) {
      if (!people.has(memberId)) people.set(memberId, people.size);
      table.add(side, people.get(memberId)!, tokenRuns(text));
      if (row % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
    }
    const found = await withoutNames(context, table.find({ limit: params.limit * 2, terms: params.terms }));
    const lists = cut(found, params.limit);
    const shown = [...lists.rising, ...lists.falling, ...lists.steady];
    const names = await namesFor(
      context,
      shown.flatMap(({ rows }) => rows.map((row) => texts[row]!.memberId)),
    );
    const dress = (topic: FoundTopic): Topic => ({
      term: topic.term,
      phrase: topic.words.length > 1,
      now: sideOf(topic, 0, table.total),
      before: sideOf(topic, 1, table.total),
      z: topic.z,
      examples: topic.rows.map((row) =>
        dressHit({ ...texts[row]!, marks: markWords(texts[row]!.text, topic.words, 'term') }, names),
      ),
    });
    const [now, before] = periods.map((_, side) => ({
      read: table.total[side as Side],
      texts: counts[side]!.texts,
    })) as [{ read: number; texts: number }, { read: number; texts: number }];
    return {
      from: formatDay(range.from),
      to: formatDay(range.to),
      before: { from: formatDay(periods[1]!.from), to: formatDay(periods[1]!.to) },
      sample: { now, before },
      needs: { ...TOPIC_NEEDS },
      rising: lists.rising.map(dress),
      falling: lists.falling.map(dress),
      steady: lists.steady.map(dress),
      warnings: warningsOf(counts, { read: [now.read, before.read], people: people.size, found: lists }),
    } satisfies TopicsResult;
  },

  async people(context, params, { term, period }) {
    const days = period === 'now' ? context.range : periodBefore(context.range);
    const members: string[] = [];
    for (const [row, { memberId, text }] of (await sampleTexts(context, of(days, params), SAMPLE)).entries()) {
      if (usesTerm(tokenRuns(text), term)) members.push(memberId);
      if (row % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
    }
    return idList(members);
  },

  table(result) {
    const rows = (['rising', 'falling', 'steady'] as const).flatMap((list) =>
      result[list].map(({ term, phrase, now, before, z }) => [
        list,
        term,
        phrase ? 1 : 0,
        now.texts,
        now.share,
        now.people,
        before.texts,
        before.share,
        before.people,
        z,
      ]),
    );
    const side = (name: string): string[] => ['texts', 'share', 'people'].map((column) => `${column}_${name}`);
    return { columns: ['list', 'term', 'phrase', ...side('now'), ...side('before'), 'z'], rows };
  },
};

/** The period of equal length before. */
export function periodBefore({ from, to }: DayRange): DayRange {
  const length = Math.max(0, to - from + 1);
  return { from: Math.max(0, from - length), to: from - 1 };
}

const of = ({ from, to }: DayRange, { groupId }: TopicsParams) => ({ from, to, groupId });

/** The samples of both periods, the latter first, so that rows are in order of time within each. */
async function readBoth(
  context: AnalysisContext,
  periods: readonly DayRange[],
  params: TopicsParams,
): Promise<(SampledText & { side: Side })[]> {
  const samples = await Promise.all(periods.map((period) => sampleTexts(context, of(period, params), SAMPLE)));
  return samples.flatMap((sample, side) => sample.map((text) => ({ ...text, side: side as Side })));
}

const sideOf = ({ texts, people }: FoundTopic, side: Side, total: readonly [number, number]): Topic['now'] => ({
  texts: texts[side],
  share: total[side] === 0 ? 0 : texts[side] / total[side],
  people: people[side],
});

const cut = ({ rising, falling, steady }: FoundTopics, limit: number): FoundTopics => ({
  rising: rising.slice(0, limit),
  falling: falling.slice(0, limit),
  steady: steady.slice(0, limit),
});

/** Leaves out what people go by: only terms that were found are asked for, so that a million names need not be held. */
async function withoutNames(context: AnalysisContext, found: FoundTopics): Promise<FoundTopics> {
  const all = [...found.rising, ...found.falling, ...found.steady];
  const terms = [...new Set(all.flatMap(({ term, words }) => [term, ...words]))];
  if (terms.length === 0) return found;
  const rows = await context.query<{ word: string }>('analyses.names_among_terms', whichAreNames(context.scope, terms));
  const names = new Set(rows.map(({ word }) => word));
  const stays = ({ term, words }: FoundTopic): boolean => ![term, ...words].some((word) => names.has(word));
  return {
    rising: found.rising.filter(stays),
    falling: found.falling.filter(stays),
    steady: found.steady.filter(stays),
  };
}

function warningsOf(
  [now, before]: readonly TextCounts[],
  { read, people, found }: { read: readonly [number, number]; people: number; found: FoundTopics },
): Warning[] {
  const warnings = textWarnings(now!, read[0]);
  if (now!.texts === 0) return warnings;
  if (before!.texts === 0) warnings.push({ code: 'nothing_before', facts: { writings: before!.writings } });
  else if (found.rising.length + found.falling.length === 0) warnings.push({ code: 'nothing_stands_out', facts: {} });
  return [...warnings, ...smallSample(people)];
}
