import type { AnalysisKind } from './analysis-kind.ts';
import type { AnalysisKindName } from './contract.ts';
import { topics } from './topics/topics.ts';
import { retention } from './retention/retention.ts';

/** Every kind by its name; the types refuse a name without a kind. */
const KINDS: { readonly [K in AnalysisKindName]: AnalysisKind<K> } = {
  topics,
  retention,
};

/** The kind of a name. */
export const kindOf = <K extends AnalysisKindName>(name: K): AnalysisKind<K> => KINDS[name];
