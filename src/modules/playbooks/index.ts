export { choosePlays } from './choose-plays.ts';
export { draftRevivalPlan, REVIVAL_CAUSES, type RevivalCause, type RevivalStep } from './draft-revival-plan.ts';
export { PLAY_FIGURES, type PlayFigure, type PlaySituation } from './play-figures.ts';
export { PLAYS, type Play } from './plays.ts';
export type { PlayCondition } from './play.contract.ts';
