import type { PeopleSet } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { NumberTest } from './rule.contract.ts';

/** Whole numbers, both ends included. */
export type NumberRange = { from: number; to: number };

/**
 * What members have in modules that use segments themselves: the application hands it in. Each set is of people, as of now.
 */
export type RuleSources = {
  /** The levels of a community, the lowest first. */
  listLevels(tx: Tx, communityId: string): Promise<readonly { id: string; name: string }[]>;
  /** Who stands on one of some levels; null among them: or on none. */
  onLevels(tx: Tx, communityId: string, levels: readonly (string | null)[]): Promise<PeopleSet>;
  /** Whose balance of points lies within a range; who never had any has 0. */
  withPoints(tx: Tx, communityId: string, range: NumberRange): Promise<PeopleSet>;
  /** Whose credit licence has as many points as lie within a range. */
  withCredit(tx: Tx, communityId: string, range: NumberRange): Promise<PeopleSet>;
};

const MOST = Number.MAX_SAFE_INTEGER;

/** The numbers for which a test holds. */
export const rangeOf = ({ test, number }: { test: NumberTest; number: number }): NumberRange => ({
  from: test === 'at_most' ? -MOST : number,
  to: test === 'at_least' ? MOST : number,
});
