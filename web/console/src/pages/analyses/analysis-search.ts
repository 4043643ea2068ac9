import { z } from 'zod';
import { ANALYSES, type AnalysisKindName, type GivenParams, type ParamsOf } from '../../api/analyses.ts';

export type AnalysisSearch = { saved?: string | undefined };

/**
 * What an analysis asks, as the address carries it: its own choices beside the saved analysis it came from. The choices
 * are not in the type: other pages' addresses have keys of the same names.
 */
export const analysisSearchSchema = z
  .looseObject({ saved: z.uuid().optional().catch(undefined) })
  .transform((search): AnalysisSearch => search);

/** What a kind begins with where its schema cannot know: what most people want to see first. */
const FIRST: Partial<Record<string, GivenParams>> = {
  paths: { anchor: { kind: 'join' } },
  funnel: { steps: [{ kinds: ['join'] }, { kinds: ['message', 'reply'] }, { kinds: ['reply', 'reaction'] }] },
};

/** The choices of an address without the rest; what is not set is left out. */
export function givenParams(search: AnalysisSearch): GivenParams {
  return Object.fromEntries(Object.entries(search).filter(([key, value]) => key !== 'saved' && value !== undefined));
}

/**
 * The choices with the defaults filled in. What does not fit the kind is dropped, so that an old link still opens; `dropped`
 * says so.
 */
export function readParams<K extends AnalysisKindName>(
  kind: K,
  given: GivenParams,
): { params: ParamsOf<K>; sent: GivenParams; dropped: boolean } {
  const schema = ANALYSES[kind].params;
  const known = Object.fromEntries(Object.entries({ ...FIRST[kind], ...given }).filter(([key]) => key in schema.shape));
  const parsed = schema.safeParse(known);
  if (parsed.success) return { params: parsed.data as ParamsOf<K>, sent: known, dropped: false };
  const bad = new Set(parsed.error.issues.map(({ path }) => path[0]));
  const rest = Object.fromEntries(Object.entries(known).filter(([key]) => !bad.has(key)));
  const again = schema.safeParse(rest);
  const sent = again.success ? rest : { ...FIRST[kind] };
  return { params: schema.parse(sent) as ParamsOf<K>, sent, dropped: true };
}
