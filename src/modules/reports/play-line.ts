import type { Language } from '#kernel/number-format.ts';
import { METRIC_FACTS } from '#modules/insights/metrics.contract.ts';
import { say } from '#modules/insights/messages/index.ts';
import type { Run } from '#modules/playbooks/library.contract.ts';
import type { ReportLine, Said } from './contract.ts';
import { reportMessages } from './messages/index.ts';
import { figureName, figureText } from './report-document.ts';

/** What the verdict of an effect is in a report: inside of the usual scatter nothing can be told. */
const VERDICTS: Record<Run['effect']['verdict'], ReportLine['verdict']> = {
  good: 'good',
  bad: 'bad',
  changed: 'unknown',
  usual: 'unknown',
  unknown: 'unknown',
};

/** An accepted play as a line of a report: what became of its metric, or how far its tasks are. */
export function playLine(run: Run): ReportLine {
  const open = run.finishedAt === null;
  const status = open ? 'open' : run.effect.verdict;
  return {
    source: 'playbooks',
    title: inBoth((language) => `${run.name[language]} (${reportMessages(language).play.statuses[status]})`),
    detail: inBoth((language) => (open ? tasksOf(run, language) : effectOf(run, language))),
    verdict: open ? 'open' : VERDICTS[run.effect.verdict],
    href: open ? 'plays?tab=tasks' : 'plays?tab=past',
  };
}

const inBoth = (write: (language: Language) => string): Said => ({ 'zh-CN': write('zh-CN'), en: write('en') });

const tasksOf = ({ tasks }: Run, language: Language): string =>
  say(language, reportMessages(language).play.tasks, {
    done: tasks.filter(({ done }) => done).length,
    all: tasks.length,
  });

function effectOf(run: Run, language: Language): string {
  const { metric, effect, outcome } = run;
  const words = reportMessages(language);
  const text = (value: number | null): string => figureText(value, METRIC_FACTS[metric].unit, language);
  const moved = say(language, effect.after === null ? words.play.ended : words.play.reviewed, {
    metric: figureName(metric, language),
    before: text(effect.before),
    now: text(effect.after ?? effect.end),
  });
  const { expected, low, high } = effect;
  const trend =
    expected === null
      ? ''
      : say(language, words.play.trend, { expected: text(expected), low: text(low), high: text(high) });
  return [moved, trend, outcome].filter(Boolean).join(words.list);
}
