import { say } from '#modules/insights/messages/index.ts';
import type { Language } from '#kernel/number-format.ts';
import type { Facts } from '#modules/insights/contract.ts';
import type { Proposal } from '../library.contract.ts';
import { PLAY_FIGURES, playFigure, type PlayFigure, type PlaySituation } from '../play-figures.ts';
import { factsOf, urgencyOf, verdictOf } from '../situation.ts';
import type { KnownPlay } from './library-plays.ts';

const MOST = 6;
/** Own plays come between the urgent and the pleasant of the built-in ones. */
const OWN_URGENCY = 50;

/**
 * What to do now: the plays whose situation holds, most urgent first, at most six. Those that are off, under way
 * (`underWay`) or dismissed (`quiet`) make room for the next. Equal situations give equal proposals.
 */
export function proposalsOf(
  situation: PlaySituation,
  library: readonly KnownPlay[],
  { underWay, quiet }: { underWay: ReadonlySet<string>; quiet: ReadonlySet<string> },
): Proposal[] {
  return library
    .filter(({ id, off }) => !off && !underWay.has(id) && !quiet.has(id))
    .filter((play) => verdictOf(play.situation, situation) === 'true')
    .map((play, at) => ({
      play,
      at,
      urgency: play.builtIn ? urgencyOf(play.builtIn, situation) : OWN_URGENCY,
    }))
    .toSorted((a, b) => b.urgency - a.urgency || a.at - b.at)
    .slice(0, MOST)
    .map(({ play }) => proposalOf(play, situation));
}

function proposalOf({ id, words, builtIn, tiers, metric }: KnownPlay, situation: PlaySituation): Proposal {
  const members = builtIn?.members ? playFigure(builtIn.members, situation) : null;
  const facts: Facts = builtIn ? { ...factsOf(builtIn.why.facts, situation), members } : allFacts(situation);
  const both = <T>(of: (language: Language) => T) => ({ 'zh-CN': of('zh-CN'), en: of('en') });
  return {
    playId: id,
    name: both((language) => words[language].name),
    how: both((language) => words[language].how),
    why: both((language) => say(language, words[language].why, facts)),
    effect: both((language) => words[language].effect),
    steps: both((language) => words[language].steps),
    facts: builtIn ? facts : {},
    members,
    tiers,
    metric,
  };
}

/** Every figure, for reasons that operators wrote. */
const allFacts = (situation: PlaySituation): Facts =>
  Object.fromEntries((Object.keys(PLAY_FIGURES) as PlayFigure[]).map((key) => [key, playFigure(key, situation)]));
