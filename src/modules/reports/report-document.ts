import {
  formatCount,
  formatMinutes,
  formatNumber,
  formatShare,
  UNKNOWN_MARK,
  type Language,
} from '#kernel/number-format.ts';
import { insightMessages, say } from '#modules/insights/messages/index.ts';
import { METRIC_FACTS, type MetricKey } from '#modules/insights/metrics.contract.ts';
import type { Adjustment, Block, FigureKey, PeriodContent, ReportFigure, ReportLine } from './contract.ts';
import { reportMessages } from './messages/index.ts';

/** The name of a report: whose, and of which period. */
export const reportTitle = ({ community, period }: PeriodContent, language: Language): string =>
  say(language, reportMessages(language).title[period.kind], { community: community.name, name: period.name });

/** The report in one sentence: stage, health, how many were active against the period before. */
export function periodSentence(content: PeriodContent, language: Language): string {
  const words = reportMessages(language);
  const { sentence } = words;
  const { score, before } = content.health;
  const health =
    score === null
      ? sentence.healthUnknown
      : say(language, before === null || before === score ? sentence.health : sentence.healthChange, { score, before });
  const active = content.figures.find(({ key }) => key === 'active_people');
  const fresh = content.figures.find(({ key }) => key === 'new_active_people')?.value ?? 0;
  const people = active ? [activePart(active, language)] : [];
  if (fresh > 0) people.push(say(language, sentence.fresh, { fresh }));
  return [insightMessages(language).stages[content.stage.value].name, health, people.join(words.comma)]
    .filter((part) => part !== '')
    .join(words.separator);
}

function activePart({ value, before }: ReportFigure, language: Language): string {
  const { sentence } = reportMessages(language);
  if (before === null || before === 0) return say(language, sentence.active, { active: value });
  const share = (value! - before) / before;
  const way = Math.abs(share) < 0.005 ? sentence.same : share > 0 ? sentence.more : sentence.less;
  const change = say(language, way, { share: Math.abs(share) });
  return say(language, sentence.activeChange, { active: value, change });
}

/** A report as pieces to read, in one language; `adjustments` are what was decided over it. */
export function reportDocument(
  content: PeriodContent,
  adjustments: readonly Adjustment[],
  language: Language,
): Block[] {
  const words = reportMessages(language);
  const { period, previous, timezone } = content;
  const blocks: Block[] = [
    { kind: 'paragraph', text: periodSentence(content, language) },
    {
      kind: 'paragraph',
      text: say(language, words.span, { from: period.from, to: period.to, timezone, previous: previous.name }),
    },
  ];
  if (content.unfinished) blocks.push({ kind: 'paragraph', text: words.unfinished });
  const section = (id: keyof typeof words.headings, ...inside: (Block | null)[]): void => {
    blocks.push({ kind: 'heading', id, text: words.headings[id] });
    const filled = inside.filter((block) => block !== null);
    blocks.push(...filled);
    if (filled.length === 0 && id in words.none)
      blocks.push({ kind: 'paragraph', text: words.none[id as keyof typeof words.none] });
  };
  section(
    'figures',
    figureTable(
      'figures',
      content.figures.filter(({ key }) => HEADLINE.has(key)),
      language,
    ),
    figureTable(
      'more-figures',
      content.figures.filter(({ key }) => !HEADLINE.has(key)),
      language,
    ),
  );
  section('objectives', lineList('objectives', content.objectives, language));
  section('changes', changeList(content, language), lineList('causes', content.causes, language));
  section('worked', lineList('worked', content.worked, language));
  section('thanks', thanksList(content, language));
  section('wake', wakeList(content, language));
  if (content.reviewed.length > 0) section('reviewed', reviewList(content, language));
  section('next', lineList('next', content.next, language));
  section('adjustments', adjustmentList(adjustments, language));
  return blocks;
}

type Item = Extract<Block, { kind: 'list' }>['items'][number];

const item = (text: string, rest: Partial<Item> = {}): Item => ({
  text,
  detail: null,
  memberId: null,
  href: null,
  verdict: null,
  ...rest,
});

const list = (id: string, items: Item[]): Block | null => (items.length === 0 ? null : { kind: 'list', id, items });

const lineList = (id: string, lines: readonly ReportLine[], language: Language): Block | null =>
  list(
    id,
    lines.map(({ title, detail, href, verdict }) =>
      item(title[language], { detail: detail?.[language] ?? null, href, verdict }),
    ),
  );

/** The name of a figure of a report. */
export function figureName(key: FigureKey, language: Language): string {
  const own: Partial<Record<FigureKey, string>> = reportMessages(language).figures;
  const shared: Partial<Record<FigureKey, string>> = insightMessages(language).metrics;
  const name = own[key] ?? shared[key] ?? key;
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

const unitOf = (key: MetricKey): ReportFigure['unit'] => METRIC_FACTS[key].unit;

/** A figure as text, by its unit. */
export function figureText(value: number | null, unit: ReportFigure['unit'], language: Language): string {
  if (value === null) return UNKNOWN_MARK;
  switch (unit) {
    case 'share':
      return formatShare(value);
    case 'minutes':
      return formatMinutes(value, language);
    case 'ratio':
      return formatNumber(value, 2);
    case 'money':
      return formatNumber(value, 2);
    default:
      return formatCount(value, language);
  }
}

/** Figures that are read first; the others follow in a table of their own. */
const HEADLINE: ReadonlySet<FigureKey> = new Set([
  'active_people',
  'new_active_people',
  'contributions',
  'messages',
  'joins',
  'leaves',
  'purchases',
  'amount',
  'members',
  'silent_share',
  'stickiness',
  'participation',
  'week4_retention',
  'activation',
  'answered_24h',
  'health',
]);

function figureTable(id: string, figures: readonly ReportFigure[], language: Language): Block {
  const { head } = reportMessages(language);
  return {
    kind: 'table',
    id,
    head: [head.figure, head.value, head.before, head.change],
    rows: figures.map((figure) => [
      figureName(figure.key, language),
      figureText(figure.value, figure.unit, language),
      figureText(figure.before, figure.unit, language),
      changeText(figure, language),
    ]),
    verdicts: figures.map(verdictOf),
  };
}

/** The difference to the period before: of shares in percentage points, of everything else with its own unit. */
function changeText({ value, before, unit }: ReportFigure, language: Language): string {
  if (value === null || before === null) return UNKNOWN_MARK;
  const change = value - before;
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  const size = Math.abs(change);
  if (unit === 'share') return `${sign}${formatNumber(size * 100, 1)} pp`;
  return `${sign}${figureText(size, unit, language)}`;
}

function verdictOf({ value, before, better }: ReportFigure): 'good' | 'bad' | 'flat' | 'unknown' {
  if (value === null || before === null) return 'unknown';
  if (value === before || better === 'either') return 'flat';
  return value > before === (better === 'more') ? 'good' : 'bad';
}

const changeList = ({ changes }: PeriodContent, language: Language): Block | null =>
  list(
    'changes',
    changes.map(({ code, facts }) => item(say(language, reportMessages(language).changes[code], facts))),
  );

function thanksList({ thanks }: PeriodContent, language: Language): Block | null {
  const words = reportMessages(language);
  return list(
    'thanks',
    thanks.map(({ memberId, name, member, reasons }) =>
      item(name || member, {
        memberId,
        detail: reasons.map(({ code, facts }) => say(language, words.thanks[code], facts)).join(words.list),
      }),
    ),
  );
}

function wakeList({ wake }: PeriodContent, language: Language): Block | null {
  const words = reportMessages(language);
  const { causes } = insightMessages(language);
  return list(
    'wake',
    wake.map(({ memberId, name, member, lastActive, silentKind, causes: why }) =>
      item(
        say(language, lastActive === null ? words.wakeNever : words.wake, {
          name: name || member,
          kind: silentKind,
          last: lastActive,
        }),
        {
          memberId,
          detail: why[0] ? say(language, causes[why[0].cause].because, why[0].facts) : null,
        },
      ),
    ),
  );
}

function reviewList({ reviewed }: PeriodContent, language: Language): Block | null {
  const words = reportMessages(language);
  return list(
    'reviewed',
    reviewed.map(({ change, owner, metric, before, now, done, outcome }) => {
      const unit = metric === null ? 'count' : unitOf(metric);
      const moved =
        metric === null
          ? words.review.noMetric
          : say(language, words.review.metric, {
              metric: figureName(metric, language),
              before: figureText(before, unit, language),
              now: figureText(now, unit, language),
            });
      const facts = [
        done ? words.review.done : words.review.open,
        ...(owner === null ? [] : [say(language, words.review.owner, { owner })]),
        moved,
        ...(outcome === '' ? [] : [outcome]),
      ];
      return item(change, { detail: facts.join(words.separator), verdict: done ? 'unknown' : 'open' });
    }),
  );
}

function adjustmentList(adjustments: readonly Adjustment[], language: Language): Block | null {
  const words = reportMessages(language);
  return list(
    'adjustments',
    adjustments.map(({ change, reason, owner, metric, metricThen }) => {
      const facts = [
        ...(reason === '' ? [] : [reason]),
        ...(owner === null ? [] : [say(language, words.review.owner, { owner })]),
        ...(metric === null
          ? []
          : [`${figureName(metric, language)} ${figureText(metricThen, unitOf(metric), language)}`]),
      ];
      return item(change, { detail: facts.length === 0 ? null : facts.join(words.separator) });
    }),
  );
}
