import type { AnalysisKind } from './analysis-kind.ts';
import type { AnalysisKindName } from './contract.ts';
import { questions } from './questions/questions.ts';
import { decline } from './decline/decline.ts';
import { silence } from './silence/silence.ts';
import { mentions } from './mentions/mentions.ts';
import { topics } from './topics/topics.ts';
import { lifecycle } from './lifecycle/lifecycle.ts';
import { tierMigration } from './tier-migration/tier-migration.ts';
import { stickiness } from './stickiness/stickiness.ts';
import { heatmap } from './heatmap/heatmap.ts';
import { memberValue } from './member-value/member-value.ts';
import { funnel } from './funnel/funnel.ts';
import { paths } from './paths/paths.ts';
import { keyPath } from './key-path/key-path.ts';
import { retention } from './retention/retention.ts';

/** Every kind by its name; the types refuse a name without a kind. */
const KINDS: { readonly [K in AnalysisKindName]: AnalysisKind<K> } = {
  topics,
  questions,
  decline,
  silence,
  mentions,
  retention,
  funnel,
  paths,
  'key-path': keyPath,
  lifecycle,
  'tier-migration': tierMigration,
  stickiness,
  heatmap,
  'member-value': memberValue,
};

/** The kind of a name. */
export const kindOf = <K extends AnalysisKindName>(name: K): AnalysisKind<K> => KINDS[name];
