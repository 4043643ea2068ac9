export { choosePlays } from './choose-plays.ts';
export { PLAY_FIGURES, type PlayFigure, type PlaySituation } from './play-figures.ts';
export { PLAYS, type Play, type PlayCondition } from './plays.ts';
