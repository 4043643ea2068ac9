import type { Language } from '#kernel/number-format.ts';
import type { TrackedObjective } from '#modules/goals/objectives.contract.ts';
import { say } from '#modules/insights/messages/index.ts';
import type { ReportLine, Said } from './contract.ts';
import { reportMessages } from './messages/index.ts';
import { figureName, figureText } from './report-document.ts';

const VERDICTS: Record<TrackedObjective['standing']['status'], ReportLine['verdict']> = {
  on_track: 'good',
  reached: 'good',
  at_risk: 'open',
  off_track: 'bad',
  missed: 'bad',
  unknown: 'unknown',
};

/** An objective as a line of a report: where it stands, how far that is, what is to be expected. */
export function objectiveLine(objective: TrackedObjective): ReportLine {
  const { status } = objective.standing;
  const title = (language: Language): string =>
    `${objective.name} (${reportMessages(language).objective.statuses[status]})`;
  return {
    source: 'goals',
    title: inBoth(title),
    detail: inBoth((language) => detailOf(objective, language)),
    verdict: VERDICTS[status],
    href: `goals?objective=${objective.id}`,
  };
}

const inBoth = (write: (language: Language) => string): Said => ({ 'zh-CN': write('zh-CN'), en: write('en') });

function detailOf(
  { measure, measureName, unit, target, dueDay, standing }: TrackedObjective,
  language: Language,
): string {
  const words = reportMessages(language);
  const text = (value: number | null): string => figureText(value, unit, language);
  const name = 'metric' in measure ? figureName(measure.metric, language) : (measureName ?? '');
  const facts = { measure: name, value: text(standing.value), target: text(target), due: dueDay };
  if (standing.value === null) return say(language, words.objective.noValue, facts);
  const now = say(language, words.objective.now, { ...facts, progress: standing.progress });
  if (standing.forecast === null) return now;
  const { low, high } = standing.forecast;
  return now + words.list + say(language, words.objective.forecast, { low: text(low), high: text(high) });
}
