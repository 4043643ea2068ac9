import type { PlayCondition } from './play.contract.ts';
import { playFigure, type PlaySituation } from './play-figures.ts';
import type { Play, PlaySituationRule } from './play.ts';
import type { Facts } from '#modules/insights/contract.ts';

/** Whether something is so; `unknown` where a figure that decides is not known. */
export type Verdict = 'true' | 'false' | 'unknown';

/** Whether a situation holds: false as soon as one part is false, unknown when the rest is not known. */
export function verdictOf({ stages, types, when }: PlaySituationRule, situation: PlaySituation): Verdict {
  const parts: Verdict[] = when.map((condition) => ofCondition(condition, situation));
  // A stage that is not known yet is a stage of its own, which plays for a beginning name.
  if (stages?.length) parts.push(stages.includes(situation.stage.value) ? 'true' : 'false');
  if (types?.length) parts.push(situation.type === undefined ? 'unknown' : yes(types.includes(situation.type)));
  return all(parts);
}

const yes = (holds: boolean): Verdict => (holds ? 'true' : 'false');

function all(parts: readonly Verdict[]): Verdict {
  if (parts.includes('false')) return 'false';
  return parts.includes('unknown') ? 'unknown' : 'true';
}

function any(parts: readonly Verdict[]): Verdict {
  if (parts.includes('true')) return 'true';
  return parts.includes('unknown') ? 'unknown' : 'false';
}

/** Whether one condition holds; an unknown figure neither holds nor fails. */
export function ofCondition(condition: PlayCondition, situation: PlaySituation): Verdict {
  if ('anyOf' in condition) return any(condition.anyOf.map((one) => ofCondition(one, situation)));
  const value = playFigure(condition.figure, situation);
  if (value === null) return 'unknown';
  switch (condition.comparison) {
    case '>=':
      return yes(value >= condition.than);
    case '<=':
      return yes(value <= condition.than);
    case '<':
      return yes(value < condition.than);
    default:
      return yes(value > condition.than);
  }
}

/** How urgent a play is in a situation in which it holds. */
export function urgencyOf({ urgency, grows }: Pick<Play, 'urgency' | 'grows'>, situation: PlaySituation): number {
  const value = grows ? playFigure(grows.figure, situation) : null;
  if (!grows || value === null) return urgency;
  return urgency + grows.by * Math.min(1, Math.max(0, (value - grows.from) / (grows.to - grows.from)));
}

/** The figures that a reason names. */
export const factsOf = (figures: Play['why']['facts'], situation: PlaySituation): Facts =>
  Object.fromEntries(figures.map((figure) => [figure, playFigure(figure, situation)]));
