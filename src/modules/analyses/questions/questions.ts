import { formatDay, zoneOffset } from '#kernel/calendar.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import type { Warning } from '../common.contract.ts';
import type { Question, QuestionsPoint, QuestionsResult } from '../questions.contract.ts';
import { dressHit, namesFor, type Names } from '../texts/dress-hits.ts';
import { idList } from '../texts/id-list.ts';
import { share, smallSample } from '../warnings.ts';
import { readQuestions, type Asked, type Questions } from './read-questions.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Questions and answers; definitions in the contract and in docs/definitions.md. */
export const questions: AnalysisKind<'questions'> = {
  kind: 'questions',
  shows: 'texts',

  async run(context, params) {
    const found = await readQuestions(context, params.groupId);
    const { asked } = found;
    const answered = asked.filter(({ minutes }) => minutes !== null);
    const isSlow = ({ minutes }: Asked): boolean => minutes !== null && minutes > params.slowMinutes;
    const lists = {
      unanswered: asked
        .filter(({ minutes }) => minutes === null)
        .toReversed()
        .slice(0, params.limit),
      slowest: asked
        .filter(isSlow)
        .toSorted((a, b) => b.minutes! - a.minutes!)
        .slice(0, params.limit),
    };
    const answerers = bestAnswerers(asked, answered.length).slice(0, params.limit);
    const shown = [...lists.unanswered, ...lists.slowest];
    const names = await namesFor(context, [
      ...shown.flatMap(({ memberId, answeredBy }) => [memberId, ...(answeredBy === null ? [] : [answeredBy])]),
      ...answerers.map(({ memberId }) => memberId),
    ]);
    const { zone } = context.evaluated.frame;
    return {
      from: formatDay(context.range.from),
      to: formatDay(context.range.to),
      starts: found.texts,
      questions: asked.length,
      askers: new Set(asked.map(({ memberId }) => memberId)).size,
      answered: answered.length,
      answeredShare: share(answered.length, asked.length),
      medianMinutes: quantile(answered, 0.5),
      p90Minutes: quantile(answered, 0.9),
      slow: asked.filter(isSlow).length,
      hours: Array.from({ length: 24 }, (_, hour) => ({
        hour,
        ...answering(asked.filter(({ at }) => hourOf(at, zone) === hour)),
      })),
      groups: byGroup(asked).map(([groupId, own]) => ({
        groupId,
        group: names.group(groupId),
        ...answering(own),
        slow: own.filter(isSlow).length,
      })),
      unanswered: lists.unanswered.map((one) => dressQuestion(one, names)),
      slowest: lists.slowest.map((one) => dressQuestion(one, names)),
      answerers: answerers.map((one) => ({ ...one, name: names.member(one.memberId) })),
      warnings: warningsOf(context, found),
    } satisfies QuestionsResult;
  },

  async people(context, params, point) {
    const { asked } = await readQuestions(context, params.groupId);
    const { zone } = context.evaluated.frame;
    const meant = asked.filter(
      ({ at, groupId }) =>
        (point.hour === undefined || hourOf(at, zone) === point.hour) &&
        (point.groupId === undefined || groupId === point.groupId),
    );
    return idList(meant.flatMap((one) => behind(one, point.who, params.slowMinutes)));
  },

  table({ groups, hours }) {
    const row = (
      by: string,
      of: string,
      one: { questions: number; answered: number; medianMinutes: number | null },
    ) => [by, of, one.questions, one.answered, one.medianMinutes];
    return {
      columns: ['by', 'of', 'questions', 'answered', 'median_minutes'],
      rows: [
        ...groups.map((one) => row('group', one.group || one.groupId, one)),
        ...hours.map((one) => row('hour', String(one.hour), one)),
      ],
    };
  },
};

function behind(
  { memberId, minutes, answerers }: Asked,
  who: QuestionsPoint['who'],
  slowMinutes: number,
): readonly string[] {
  if (who === 'answerers') return answerers;
  if (who === 'askers') return [memberId];
  const is = who === 'unanswered' ? minutes === null : minutes !== null && minutes > slowMinutes;
  return is ? [memberId] : [];
}

/** The hour of the day in a zone. */
const hourOf = (at: number, zone: string): number => Math.floor(((at + zoneOffset(at, zone)) % DAY_MS) / HOUR_MS);

function quantile(answered: readonly Asked[], q: number): number | null {
  if (answered.length === 0) return null;
  const sorted = answered.map(({ minutes }) => minutes!).toSorted((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

function answering(own: readonly Asked[]): { questions: number; answered: number; medianMinutes: number | null } {
  const answered = own.filter(({ minutes }) => minutes !== null);
  return { questions: own.length, answered: answered.length, medianMinutes: quantile(answered, 0.5) };
}

function byGroup(asked: readonly Asked[]): [string, Asked[]][] {
  const groups = Map.groupBy(asked, ({ groupId }) => groupId);
  return [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
}

type Answerer = Omit<QuestionsResult['answerers'][number], 'name'>;

function bestAnswerers(asked: readonly Asked[], answered: number): Answerer[] {
  const found = new Map<string, { answers: number; first: Asked[] }>();
  for (const one of asked) {
    for (const memberId of one.answerers) {
      const own = found.get(memberId) ?? { answers: 0, first: [] };
      own.answers++;
      if (one.answeredBy === memberId) own.first.push(one);
      found.set(memberId, own);
    }
  }
  return [...found]
    .map(([memberId, { answers, first }]) => ({
      memberId,
      answers,
      first: first.length,
      firstShare: answered === 0 ? 0 : first.length / answered,
      medianMinutes: quantile(first, 0.5),
    }))
    .sort((a, b) => b.first - a.first || b.answers - a.answers || (a.memberId < b.memberId ? -1 : 1));
}

const dressQuestion = (one: Asked, names: Names): Question => ({
  ...dressHit(
    { eventId: one.eventId, memberId: one.memberId, groupId: one.groupId, at: one.at, text: one.text, marks: [] },
    names,
  ),
  minutes: one.minutes,
  answeredBy: one.answeredBy === null ? null : { memberId: one.answeredBy, name: names.member(one.answeredBy) },
});

function warningsOf({ range, today }: AnalysisContext, { asked, starts, read, texts }: Questions): Warning[] {
  const warnings: Warning[] = [];
  if (read < starts) warnings.push({ code: 'sampled', facts: { read, texts: starts } });
  if (read > 0 && texts === 0) warnings.push({ code: 'no_texts', facts: { writings: read } });
  else if (texts < read * 0.9) warnings.push({ code: 'texts_missing', facts: { writings: read, texts } });
  // Questions of the last 24 hours may still be answered.
  if (range.to === today) warnings.push({ code: 'last_day_left_out', facts: { hours: 24 } });
  if (texts === 0) return warnings;
  return [...warnings, ...smallSample(new Set(asked.map(({ memberId }) => memberId)).size)];
}
