import type { Explanation } from '../../../../ui/explain.tsx';
import type { AnalysisKindName, Answered } from '../../api/analyses.ts';
import { lines } from '../overview/explanations.ts';
import type { Say } from './use-say.ts';

/** "How is this computed?" of an analysis. */
export function explanationOf(answered: Answered<AnalysisKindName>, { t, format }: Say, zone: string): Explanation {
  const { kind, result, asOf, evaluatedAt } = answered;
  return {
    title: t(`analysisKind.${kind}.name`),
    definition: t(`analysisKind.${kind}.definition`),
    thresholds: lines(t, `analysisKind.${kind}.rules`),
    inputs: [{ label: t('analysis.days'), value: `${format.day(result.from)} – ${format.day(result.to)}` }],
    computed: `${t('explain.asOf', { day: format.day(asOf), zone })} · ${t('explain.computed', { when: format.relative(evaluatedAt) })}`,
  };
}
