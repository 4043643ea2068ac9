import { BadInput, NotFound, type InputFault } from '#kernel/errors.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { getSegment, type SegmentServices } from '#modules/segments/index.ts';
import { faultsOf } from '#platform/http/index.ts';
import { analysisContext, openForAnalysis, segmentVersions } from './analysis-context.ts';
import type { AnalysisTable } from './analysis-kind.ts';
import type { Breakdown } from './common.contract.ts';
import { ANALYSES, type AnalysisKindName, type ParamsOf, type ResultOf } from './contract.ts';
import { kindOf } from './registry.ts';
import type { ResultMemory } from './result-memory.ts';

export type AnalysisServices = SegmentServices & {
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

/** What params say of segments. */
type OfSegments = { segmentId?: string | undefined; breakdown?: Breakdown | undefined };

/** Throws BadInput that names each segment which the community does not have. */
export async function checkSegments(
  { database }: AnalysisServices,
  { community }: Evaluated,
  { segmentId, breakdown }: OfSegments,
): Promise<void> {
  const asked = [
    ...(segmentId === undefined ? [] : [{ where: '/params/segmentId', id: segmentId }]),
    ...(breakdown?.by === 'segment' ? breakdown.segments : []).map((id, at) => ({
      where: `/params/breakdown/segments/${at}`,
      id,
    })),
  ];
  if (asked.length === 0) return;
  const faults = await database.inWorkspace(community.workspaceId, async (tx) => {
    const found: InputFault[] = [];
    for (const { where, id } of asked)
      await getSegment(tx, community.id, id).catch((error: unknown) => {
        if (!(error instanceof NotFound)) throw error;
        found.push({ where, what: 'is not a segment of this community' });
      });
    return found;
  });
  if (faults.length > 0) throw new BadInput('a segment that was named does not exist', faults);
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
  await checkSegments(services, evaluated, params);
  const work = (): Promise<ResultOf<K>> => kindOf(kind).run(context, params);
  if (kindOf(kind).shows === 'texts') {
    // What somebody wrote can be erased, or be kept no longer, while the evaluation stays the same.
    return { kind, params, result: await services.analysisResults.inTurn(work), evaluated };
  }
  const versions = await segmentVersions(evaluated, params);
  const result = await services.analysisResults.get(
    {
      communityId: evaluated.community.id,
      evaluationId: evaluated.evaluation.id,
      asked: JSON.stringify([kind, params, versions]),
    },
    work,
  );
  return { kind, params, result: result as ResultOf<K>, evaluated };
}

/** The result of a kind as rows. */
export const tableOf = <K extends AnalysisKindName>({
  kind,
  result,
}: Pick<Answered<K>, 'kind' | 'result'>): AnalysisTable => kindOf(kind).table(result);
