import { BadInput } from '#kernel/errors.ts';
import type { Evaluated, InsightServices } from '#modules/insights/index.ts';
import { faultsOf } from '#platform/http/index.ts';
import { analysisContext, openForAnalysis, segmentVersions } from './analysis-context.ts';
import type { AnalysisTable } from './analysis-kind.ts';
import { ANALYSES, type AnalysisKindName, type ParamsOf, type ResultOf } from './contract.ts';
import { kindOf } from './registry.ts';
import type { ResultMemory } from './result-memory.ts';

export type AnalysisServices = InsightServices & {
  /** Results that were worked out lately. */
  analysisResults: ResultMemory;
};

export type Asked = { workspaceId: string; communityKey: string };
export type Question<K extends AnalysisKindName = AnalysisKindName> = { kind: K; params: unknown };
export type Answered<K extends AnalysisKindName = AnalysisKindName> = {
  kind: K;
  params: ParamsOf<K>;
  result: ResultOf<K>;
  evaluated: Evaluated;
};

/** The params of a kind with their defaults. Throws BadInput that names each wrong place. */
export function checkParams<K extends AnalysisKindName>({ kind, params }: Question<K>): ParamsOf<K> {
  const found = ANALYSES[kind].params.safeParse(params);
  if (found.success) return found.data as ParamsOf<K>;
  throw new BadInput(`these are not params of ${kind}`, faultsOf(found.error, 'params'));
}

/** Works an analysis out at the latest evaluation, or remembers it. Throws NotFound, BadInput, AnalysisTooLarge, Unavailable. */
export async function runAnalysis<K extends AnalysisKindName>(
  services: AnalysisServices,
  asked: Asked,
  question: Question<K>,
): Promise<Answered<K>> {
  const { kind } = question;
  const params = checkParams(question);
  const evaluated = await openForAnalysis(services, asked);
  const context = analysisContext(services, evaluated, params);
  const versions = await segmentVersions(evaluated, params);
  const result = await services.analysisResults.get(
    {
      communityId: evaluated.community.id,
      evaluationId: evaluated.evaluation.id,
      asked: JSON.stringify([kind, params, versions]),
    },
    () => kindOf(kind).run(context, params),
  );
  return { kind, params, result: result as ResultOf<K>, evaluated };
}

/** The result of a kind as rows. */
export const tableOf = <K extends AnalysisKindName>({
  kind,
  result,
}: Pick<Answered<K>, 'kind' | 'result'>): AnalysisTable => kindOf(kind).table(result);
