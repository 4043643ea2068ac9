import type { TFunction } from 'i18next';
import type { AnalysisKindName } from '../../api/analyses.ts';

/** What a kind is called and which question it answers. */
export const kindWords = (kind: AnalysisKindName, t: TFunction): { name: string; question: string } => ({
  name: t(`analysisKind.${kind}.name`),
  question: t(`analysisKind.${kind}.question`),
});
