import type { CommunityReport } from '#modules/insights/contract.ts';
import { playFigure, type PlaySituation } from './play-figures.ts';
import { factsOf, urgencyOf, verdictOf } from './situation.ts';
import type { Play } from './play.ts';
import { PLAYS } from './plays.ts';

const MOST = 6;

/** The plays whose situation holds, most urgent first, at most six; each with the facts of its reason. */
export function choosePlays(report: PlaySituation, plays: readonly Play[] = PLAYS): CommunityReport['plays'] {
  return plays
    .filter((play) => verdictOf(play, report) === 'true')
    .map((play) => ({ play, urgency: urgencyOf(play, report) }))
    .sort((a, b) => b.urgency - a.urgency || plays.indexOf(a.play) - plays.indexOf(b.play))
    .slice(0, MOST)
    .map(({ play }) => ({
      play: play.id,
      why: { code: play.why.code, facts: factsOf(play.why.facts, report) },
      members: play.members === undefined ? null : playFigure(play.members, report),
      metric: play.metric,
    }));
}
