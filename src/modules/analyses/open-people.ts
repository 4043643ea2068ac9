import { BadInput } from '#kernel/errors.ts';
import { createSet } from '#modules/segments/index.ts';
import { inScope, sql } from '#platform/clickhouse/index.ts';
import { faultsOf } from '#platform/http/index.ts';
import { analysisContext, openForAnalysis } from './analysis-context.ts';
import { ANALYSES, type AnalysisKindName, type PeopleReply, type PointOf } from './contract.ts';
import { kindOf } from './registry.ts';
import { checkParams, checkSegments, type AnalysisServices, type Asked, type Question } from './run-analysis.ts';

type AskedPeople<K extends AnalysisKindName> = Question<K> & { point: unknown; name?: string | undefined };

/** The point of a kind. Throws BadInput that names each wrong place. */
function checkPoint<K extends AnalysisKindName>(kind: K, point: unknown): PointOf<K> {
  const found = ANALYSES[kind].point.safeParse(point);
  if (found.success) return found.data as PointOf<K>;
  throw new BadInput(`this is not a point of ${kind}`, faultsOf(found.error, 'point'));
}

/**
 * Makes a set of the people behind a point of an analysis, which a list of members, an export and a bulk action take, and
 * which can be kept as a segment. Throws as `runAnalysis`; BadInput for a point that the result does not have.
 */
export async function openPeople<K extends AnalysisKindName>(
  services: AnalysisServices,
  asked: Asked,
  question: AskedPeople<K>,
  createdBy: string | null,
): Promise<PeopleReply> {
  const { kind } = question;
  const params = checkParams(question);
  const point = checkPoint(kind, question.point);
  const evaluated = await openForAnalysis(services, asked);
  await checkSegments(services, evaluated, params);
  const context = analysisContext(services, evaluated, params);
  const { workspaceId, id: communityId } = evaluated.community;
  return services.analysisResults.inTurn(async () => {
    const members = await kindOf(kind).people(context, params, point);
    const [row] = await context.query<{ total: number; members: number }>(
      'analyses.people',
      sql`SELECT toFloat64(count()) AS total, toFloat64(countIf(is_member)) AS members
          FROM (SELECT member_id, member_id IN ${context.states(sql`member_id`, sql`is_member = 1`)} AS is_member
            FROM (SELECT DISTINCT member_id FROM ${members} AS found)) /* ${inScope(context.scope)} */`,
    );
    const set = { workspaceId, communityId, name: question.name ?? kind, members, transient: true, createdBy };
    return { segmentId: await createSet(services, set), ...row! };
  });
}
