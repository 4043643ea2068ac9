import type { Language } from '#kernel/number-format.ts';
import { parseDay, isoWeek } from '#kernel/calendar.ts';
import type { CommunityReport } from './contract.ts';
import { insightMessages, say } from './messages/say.ts';

/** What the report's first sentence is made of; numbers and codes, no words. */
export type SentenceFacts = {
  week?: { active: number; before?: number; current: boolean };
  /** Relative change against the week before; absent without a week before or with nobody in it. */
  change?: number;
  /** Which of the weekly statuses moved most in the direction of the change; only for a change worth explaining. */
  cause?: { status: WeeklyStatus; from: number; to: number };
};

const STATUSES = ['new', 'retained', 'returning'] as const;
type WeeklyStatus = (typeof STATUSES)[number];
type Week = CommunityReport['activity']['weekly'][number];

/** A change under both of these is not explained: it may well be chance. */
const WORTH_EXPLAINING = { share: 0.02, people: 3 };

const activeIn = (week: Week): number => week.new + week.retained + week.returning;

/** Picks the facts of the first sentence: the last complete week against the one before it. */
export function sentenceFacts(report: CommunityReport): SentenceFacts {
  const complete = report.activity.weekly.filter((week) => week.complete);
  const last = complete.at(-1);
  if (!last) return {};
  const asOf = parseDay(report.asOf);
  const current = asOf !== undefined && isoWeek(asOf) === last.week;
  const active = activeIn(last);
  const previous = complete.at(-2);
  if (!previous) return { week: { active, current } };
  const before = activeIn(previous);
  const facts: SentenceFacts = { week: { active, before, current } };
  if (before > 0) facts.change = (active - before) / before;
  const cause = causeOf(previous, last);
  if (cause) facts.cause = cause;
  return facts;
}

function causeOf(previous: Week, last: Week): SentenceFacts['cause'] {
  const before = activeIn(previous);
  const difference = activeIn(last) - before;
  if (Math.abs(difference) < WORTH_EXPLAINING.people || Math.abs(difference) < WORTH_EXPLAINING.share * before)
    return undefined;
  const direction = Math.sign(difference);
  const moved = STATUSES.map((status) => ({
    status,
    from: previous[status],
    to: last[status],
    by: direction * (last[status] - previous[status]),
  }));
  const { status, from, to } = moved.reduce((most, one) => (one.by > most.by ? one : most));
  return { status, from, to };
}

/**
 * The report in one sentence: the stage, the health, how many were active in the last complete week against the week
 * before, and which of new, retained and returning people made the difference. Unknown parts say that they are.
 */
export function reportSentence(report: CommunityReport, language: Language): string {
  const messages = insightMessages(language);
  const words = messages.sentence;
  const { score, band } = report.health;
  const parts = [
    report.stage.value === 'unknown' ? words.stageUnknown : messages.stages[report.stage.value].name,
    score === null || band === null
      ? words.healthUnknown
      : say(language, words.health, { score, band: messages.healthBands[band].name }),
    weekPart(sentenceFacts(report), language),
  ];
  return parts.join(words.separator);
}

function weekPart(facts: SentenceFacts, language: Language): string {
  const words = insightMessages(language).sentence;
  const { week, change, cause } = facts;
  if (!week) return words.noWeek;
  const parts = [say(language, week.current ? words.thisWeek : words.lastWeek, { active: week.active })];
  if (change !== undefined) {
    const direction = Math.abs(change) < 0.005 ? words.same : change > 0 ? words.more : words.less;
    parts.push(say(language, direction, { change: Math.abs(change) }));
  }
  if (cause) {
    const key = `${cause.status}_${cause.to < cause.from ? 'fell' : 'rose'}` as keyof typeof words.causes;
    parts.push(
      say(language, words.cause, { cause: say(language, words.causes[key], { from: cause.from, to: cause.to }) }),
    );
  }
  return parts.join(words.comma);
}
