import type { AnalysisKindName, GivenParams } from '../../api/analyses.ts';
import { readParams } from './analysis-search.ts';

/** Keys in one order, so that equal choices are written alike. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, ordered(one)]),
  );
}

/** Whether two sets of choices ask the same, whatever of it they left to the defaults. */
export const sameParams = (kind: AnalysisKindName, a: GivenParams, b: GivenParams): boolean =>
  JSON.stringify(ordered(readParams(kind, a).params)) === JSON.stringify(ordered(readParams(kind, b).params));
