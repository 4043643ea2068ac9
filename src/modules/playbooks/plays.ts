import type { Play } from './play.ts';
import { CONSTRUCTION_PLAYS } from './plays/construction-plays.ts';
import { DECLINE_PLAYS } from './plays/decline-plays.ts';
import { DEVELOPMENT_PLAYS } from './plays/development-plays.ts';
import { MATURITY_PLAYS } from './plays/maturity-plays.ts';
import { TIER_PLAYS } from './plays/tier-plays.ts';
import { TYPE_PLAYS } from './plays/type-plays.ts';

export type { Play } from './play.ts';

/** The plays that are built in. Their words are in `messages/` under their ids. */
export const PLAYS: readonly Play[] = [
  ...DECLINE_PLAYS,
  ...TIER_PLAYS,
  ...DEVELOPMENT_PLAYS,
  ...MATURITY_PLAYS,
  ...TYPE_PLAYS,
  ...CONSTRUCTION_PLAYS,
];
