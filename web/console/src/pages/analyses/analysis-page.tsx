import { useParams } from '@tanstack/react-router';
import { ANALYSIS_KINDS, type AnalysisKindName } from '../../api/analyses.ts';
import { ApiError } from '../../api/problem.ts';
import { AnalysisFrame } from './analysis-frame.tsx';
import './analyses.css';

const isKind = (text: string | undefined): text is AnalysisKindName =>
  (ANALYSIS_KINDS as readonly string[]).includes(text ?? '');

/** One analysis: the answer, the choices, the evidence. Throws a 404 for a kind that there is not. */
export function AnalysisPage() {
  const { kind } = useParams({ strict: false });
  if (!isKind(kind)) throw new ApiError({ status: 404, code: 'not_found', message: `analysis ${kind}` });
  return <AnalysisFrame key={kind} kind={kind} />;
}
