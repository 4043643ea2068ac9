import { formatNumber, UNKNOWN_MARK, type Language } from '#kernel/number-format.ts';
import type { CommunityReport, Facts } from '#modules/insights/contract.ts';
import { insightMessages, say, sayCode, type InsightMessages } from '#modules/insights/messages/index.ts';

/** A report with the words to show it in; what every renderer starts from. */
export type View = {
  report: CommunityReport;
  language: Language;
  messages: InsightMessages;
  /** Fills a text of the catalogue. */
  say(text: string, facts?: Facts): string;
  /** Why a figure is unknown, or undefined when nothing is said about it. */
  whyUnknown(path: string): string | undefined;
  /** A figure in its form; unknown is said with its reason. */
  figure(path: string, value: number | null, form: (value: number) => string): string;
};

/** Below this many people or starts a share is called a small sample. */
const SMALL_SAMPLE = 30;

/** A view of a report in a language. */
export function viewOf(report: CommunityReport, language: Language): View {
  const messages = insightMessages(language);
  const whyUnknown = (path: string): string | undefined => {
    const found = report.unknown.find((entry) => entry.path === path);
    return found && sayCode(language, messages.unknown, found.reason, found.facts);
  };
  return {
    report,
    language,
    messages,
    say: (text, facts) => say(language, text, facts),
    whyUnknown,
    figure(path, value, form) {
      if (value !== null) return form(value);
      const why = whyUnknown(path);
      return why === undefined ? UNKNOWN_MARK : `${messages.report.unknownFigure} (${why})`;
    },
  };
}

/** The sentence for each reason why a member leads. */
export const leaderReasons = (view: View, leader: CommunityReport['network']['leaders'][number]): string[] =>
  leader.reasons.map(({ code, facts }) => sayCode(view.language, view.messages.leaderReasons, code, facts));

/** The sentence for each cause of a silence, with the facts it was found by. */
export const causesOf = (view: View, silent: CommunityReport['wake'][number]): string[] =>
  silent.causes.map(({ cause, facts }) => view.say(view.messages.causes[cause].because, facts));

/** The evidence of one stage rule in words. */
export const evidenceOf = (view: View, evidence: CommunityReport['stage']['evidence'][number]): string =>
  sayCode(view.language, view.messages.stageEvidence, evidence.code, evidence.facts);

/** A play: what it is called, why it is proposed, how it is done, what to watch, and how many it is about. */
export function playOf(
  view: View,
  play: CommunityReport['plays'][number],
): { name: string; why: string; how: string; metric: string; about: string } {
  const words = Object.hasOwn(view.messages.plays, play.play) ? view.messages.plays[play.play] : undefined;
  return {
    name: words?.name ?? play.play.replaceAll('_', ' '),
    how: words?.how ?? '',
    why: sayCode(view.language, view.messages.playReasons, play.why.code, play.why.facts),
    metric: sayCode(view.language, view.messages.metrics, play.metric),
    about:
      play.members === null || play.members === 0
        ? ''
        : view.say(view.messages.report.about, { members: play.members }),
  };
}

/** How much of a change of MAU a part makes, signed: `−12.3`; what rounds to nothing is `0`. */
export function signedPeople(people: number): string {
  const size = formatNumber(Math.abs(people), 1);
  return size === '0' ? size : `${people < 0 ? '−' : '+'}${size}`;
}

/** Why MAU changed, in words: the change, its parts, groups and leaders; undefined where nothing was diagnosed. */
export function diagnosisOf(view: View) {
  const found = view.report.diagnosis;
  if (!found) return undefined;
  const words = view.messages.diagnosis;
  const { before, now, lost, won } = found;
  return {
    change: view.say(words.change, {
      before: before.mau,
      before_day: before.day,
      now: now.mau,
      now_day: now.day,
      lost,
      won,
    }),
    people: found.change,
    parts: found.parts
      .filter(({ people }) => Math.abs(people) >= 0.05)
      .map(({ part, people, facts }) => ({
        people,
        name: view.messages.mauParts[part].name,
        because: view.say(view.messages.mauParts[part].because, facts),
      })),
    groups: found.groups
      .filter((group) => group.before !== group.now)
      .map(({ groupId, group, ...counts }) => ({
        people: counts.now - counts.before,
        text: view.say(groupId === null ? words.otherGroups : words.group, { group, ...counts }),
      })),
    leaders: found.leaders.map((leader) =>
      view.say(words.leader, { name: leader.name, left: leader.left, lost: leader.lost, share: leader.share }),
    ),
  };
}

/** Every unknown figure by its name, with why. */
export const unknownOf = (view: View): { name: string; why: string }[] =>
  view.report.unknown.map(({ path, reason, facts }) => ({
    name: sayCode(view.language, view.messages.paths, path),
    why: sayCode(view.language, view.messages.unknown, reason, facts),
  }));

/** How many people or starts a part of health was measured on, where that is a sample. */
const sampleOf = ({ size, starts }: Facts): number | undefined =>
  typeof size === 'number' ? size : typeof starts === 'number' ? starts : undefined;

/** ` · small sample (n)` for a sample that is small, else nothing. */
export const smallSample = (view: View, count: number | undefined): string =>
  count !== undefined && count > 0 && count < SMALL_SAMPLE
    ? ` · ${view.say(view.messages.report.small, { count })}`
    : '';

/** The raw figure of a health part in words, or why it is left out. */
export function healthPartOf(view: View, part: CommunityReport['health']['parts'][number]): string {
  if (part.raw !== null) {
    const figure = view.say(view.messages.healthParts[part.key].raw, { ...part.facts, raw: part.raw });
    return figure + smallSample(view, sampleOf(part.facts));
  }
  const { unknownFigure, partLeftOut, because } = view.messages.report;
  const why =
    part.reason === null ? unknownFigure : sayCode(view.language, view.messages.unknown, part.reason, part.facts);
  return `${partLeftOut}${because}${why}`;
}

/** The total of counts. */
export const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, one) => total + one, 0);
