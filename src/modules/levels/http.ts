import type { Route } from '#platform/http/index.ts';
import { badgeRoutes, type BadgeRoutesParts } from './badges.http.ts';
import { type BenefitRoutesParts, benefitRoutes } from './benefits.http.ts';
import { boardRoutes, type BoardRoutesParts } from './leaderboards.http.ts';
import { levelRoutes, type LevelRoutesParts } from './levels.http.ts';

/** Levels, benefits, badges and leaderboards for operators. */
export const levelsRoutes = (
  parts: LevelRoutesParts & BenefitRoutesParts & BadgeRoutesParts & BoardRoutesParts,
): Route[] => [...levelRoutes(parts), ...benefitRoutes(parts), ...badgeRoutes(parts), ...boardRoutes(parts)];
