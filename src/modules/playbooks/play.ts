import type { Community } from '#modules/communities/contract.ts';
import type { CommunityReport, Stage, Tier } from '#modules/insights/contract.ts';
import type { MetricKey } from '#modules/insights/metrics.contract.ts';
import type { PlayCondition } from './play.contract.ts';
import type { PlayFigure } from './play-figures.contract.ts';

/** Stages, types and conditions under which a play is proposed. Empty stages or types: any. */
export type PlaySituationRule = {
  readonly stages?: readonly Stage[];
  readonly types?: readonly Community['type'][];
  readonly when: readonly PlayCondition[];
};

/**
 * A play: when its situation holds it is proposed for the reason `why` with the facts named, is about `members` people
 * (of `tiers`), and `metric` tells whether it worked. Of several the most urgent come first: `urgency` is a base, and
 * how much the figure `grows` adds on its way from its first to its second value.
 */
export type Play = PlaySituationRule & {
  readonly id: string;
  readonly why: { readonly code: string; readonly facts: readonly PlayFigure[] };
  readonly tiers?: readonly Tier[];
  readonly silentKind?: keyof CommunityReport['members']['silent'];
  readonly members?: PlayFigure;
  readonly metric: MetricKey;
  readonly urgency: number;
  readonly grows?: { readonly figure: PlayFigure; readonly from: number; readonly to: number; readonly by: number };
  /** Weeks after its end at which its effect is measured; 4 unless told. */
  readonly reviewWeeks?: number;
};
