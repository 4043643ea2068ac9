import type { CommunityReport, Facts } from '#modules/insights/contract.ts';
import { playFigure, type PlaySituation } from './play-figures.ts';
import { PLAYS, type Play, type PlayCondition } from './plays.ts';

const MOST = 6;

/** The plays whose situation holds, most urgent first, at most six; each with the facts of its reason. */
export function choosePlays(report: PlaySituation, plays: readonly Play[] = PLAYS): CommunityReport['plays'] {
  return plays
    .filter((play) => play.when.every((condition) => holds(condition, report)))
    .map((play) => ({ play, urgency: urgencyOf(play, report) }))
    .sort((a, b) => b.urgency - a.urgency || plays.indexOf(a.play) - plays.indexOf(b.play))
    .slice(0, MOST)
    .map(({ play }) => ({
      play: play.id,
      why: { code: play.why.code, facts: factsOf(play, report) },
      members: play.members === undefined ? null : playFigure(play.members, report),
      metric: play.metric,
    }));
}

function holds(condition: PlayCondition, report: PlaySituation): boolean {
  if ('stage' in condition) return condition.stage.includes(report.stage.value);
  if ('anyOf' in condition) return condition.anyOf.some((one) => holds(one, report));
  const value = playFigure(condition.figure, report);
  if (value === null) return false;
  switch (condition.comparison) {
    case '>=':
      return value >= condition.than;
    case '<=':
      return value <= condition.than;
    case '<':
      return value < condition.than;
    default:
      return value > condition.than;
  }
}

function urgencyOf(play: Play, report: PlaySituation): number {
  if (!play.grows) return play.urgency;
  const value = playFigure(play.grows.figure, report);
  if (value === null) return play.urgency;
  const { from, to, by } = play.grows;
  return play.urgency + by * Math.min(1, Math.max(0, (value - from) / (to - from)));
}

const factsOf = (play: Play, report: PlaySituation): Facts =>
  Object.fromEntries(play.why.facts.map((figure) => [figure, playFigure(figure, report)]));
