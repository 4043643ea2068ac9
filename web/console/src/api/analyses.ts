import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  ANALYSES,
  type AnalysisKindName,
  type ParamsOf,
  peopleReply,
  type PointOf,
  type ResultOf,
  runReply,
} from '../../../../src/modules/analyses/contract.ts';
import { brandsReply, type Brand, type BrandBody } from '../../../../src/modules/analyses/mentions.contract.ts';
import { segmentsReply } from '../../../../src/modules/segments/contract.ts';
import { call, send } from './client.ts';
import { ApiError } from './problem.ts';

export { ANALYSES, ANALYSIS_KINDS } from '../../../../src/modules/analyses/contract.ts';
export type { AnalysisKindName, ParamsOf, PointOf, ResultOf } from '../../../../src/modules/analyses/contract.ts';
export type { Brand } from '../../../../src/modules/analyses/mentions.contract.ts';

/** Choices as an address or a saved analysis holds them; the server checks them and fills in the rest. */
export type GivenParams = Record<string, unknown>;

/** An analysis with its answer. */
export interface Answered<K extends AnalysisKindName> {
  kind: K;
  /** With the defaults filled in. */
  params: ParamsOf<K>;
  result: ResultOf<K>;
  asOf: string;
  evaluatedAt: string;
}

const HOUR = 3_600_000;
const path = (communityId: string, rest = '') => `/api/v1/communities/${communityId}/analyses${rest}`;

/** Everything of the analyses of a community that figures stand in; asked anew when the figures changed. */
export const analysesKey = (communityId: string) => ['analyses', communityId] as const;

/**
 * Works an analysis out. The answer holds until the community is evaluated again, which is announced, so that it is kept
 * for long: a dashboard that is opened again asks for nothing.
 */
export const runQuery = <K extends AnalysisKindName>(communityId: string, kind: K, params: GivenParams) =>
  queryOptions({
    queryKey: [...analysesKey(communityId), 'run', kind, params],
    queryFn: async ({ signal }): Promise<Answered<K>> => {
      const reply = await call(runReply, path(communityId, '/run'), { method: 'POST', body: { kind, params }, signal });
      const schemas = ANALYSES[kind];
      const result = schemas.result.safeParse(reply.result);
      const filled = schemas.params.safeParse(reply.params);
      if (!result.success || !filled.success) {
        const issue = (result.error ?? filled.error)!.issues[0]!;
        throw new ApiError({ status: 200, code: 'contract', message: `${issue.path.join('.')}: ${issue.message}` });
      }
      return {
        kind,
        params: filled.data as ParamsOf<K>,
        result: result.data as ResultOf<K>,
        asOf: reply.asOf,
        evaluatedAt: reply.evaluatedAt,
      };
    },
    placeholderData: keepPreviousData,
    staleTime: HOUR,
    gcTime: HOUR,
  });

/** Makes a set of the members behind a point; it is kept for a week. */
export const peopleBehind = <K extends AnalysisKindName>(
  communityId: string,
  kind: K,
  params: GivenParams,
  point: PointOf<K>,
) => call(peopleReply, path(communityId, '/people'), { method: 'POST', body: { kind, params, point } });

/** The figures of an analysis as a file, with the name the server gives it. */
export async function analysisCsv(communityId: string, kind: AnalysisKindName, params: GivenParams) {
  const response = await send(path(communityId, '/csv'), { method: 'POST', body: { kind, params } });
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `${kind}.csv`;
  return { name, blob: await response.blob() };
}

/** The brands that are watched. */
export const brandsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['analysis-brands', communityId],
    queryFn: async ({ signal }): Promise<Brand[]> =>
      (await call(brandsReply, path(communityId, '/brands'), { signal })).brands,
  });

/** Replaces the brands that are watched. */
export const saveBrands = async (communityId: string, brands: readonly BrandBody[]): Promise<Brand[]> =>
  (await call(brandsReply, path(communityId, '/brands'), { method: 'PUT', body: { brands } })).brands;

/** The segments that figures can be narrowed to, by name. */
export const segmentChoicesQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['segment-choices', communityId],
    queryFn: async ({ signal }) =>
      (await call(segmentsReply, `/api/v1/communities/${communityId}/segments`, { signal })).segments,
  });

/** Where the server tells that figures changed. */
export const liveFiguresAddress = (communityId: string): string => path(communityId, '/stream');
