import { z } from 'zod';
import { resultBase } from './common.contract.ts';
import { questionsParams, questionsPoint, questionsResult } from './questions.contract.ts';
import { declineParams, declinePoint, declineResult } from './decline.contract.ts';
import { silenceParams, silencePoint, silenceResult } from './silence.contract.ts';
import { mentionsParams, mentionsPoint, mentionsResult } from './mentions.contract.ts';
import { topicsParams, topicsPoint, topicsResult } from './topics.contract.ts';
import { lifecycleParams, lifecyclePoint, lifecycleResult } from './lifecycle.contract.ts';
import { tierMigrationParams, tierMigrationPoint, tierMigrationResult } from './tier-migration.contract.ts';
import { stickinessParams, stickinessPoint, stickinessResult } from './stickiness.contract.ts';
import { heatmapParams, heatmapPoint, heatmapResult } from './heatmap.contract.ts';
import { memberValueParams, memberValuePoint, memberValueResult } from './member-value.contract.ts';
import { funnelParams, funnelPoint, funnelResult } from './funnel.contract.ts';
import { pathsParams, pathsPoint, pathsResult } from './paths.contract.ts';
import { keyPathParams, keyPathPoint, keyPathResult } from './key-path.contract.ts';
import { retentionParams, retentionPoint, retentionResult } from './retention.contract.ts';

/** Every kind of analysis with the schemas of its params, its result, and of a point in it that people stand behind. */
export const ANALYSES = {
  topics: { params: topicsParams, result: topicsResult, point: topicsPoint },
  questions: { params: questionsParams, result: questionsResult, point: questionsPoint },
  decline: { params: declineParams, result: declineResult, point: declinePoint },
  silence: { params: silenceParams, result: silenceResult, point: silencePoint },
  mentions: { params: mentionsParams, result: mentionsResult, point: mentionsPoint },
  retention: { params: retentionParams, result: retentionResult, point: retentionPoint },
  funnel: { params: funnelParams, result: funnelResult, point: funnelPoint },
  paths: { params: pathsParams, result: pathsResult, point: pathsPoint },
  'key-path': { params: keyPathParams, result: keyPathResult, point: keyPathPoint },
  lifecycle: { params: lifecycleParams, result: lifecycleResult, point: lifecyclePoint },
  'tier-migration': { params: tierMigrationParams, result: tierMigrationResult, point: tierMigrationPoint },
  stickiness: { params: stickinessParams, result: stickinessResult, point: stickinessPoint },
  heatmap: { params: heatmapParams, result: heatmapResult, point: heatmapPoint },
  'member-value': { params: memberValueParams, result: memberValueResult, point: memberValuePoint },
} as const;

export type AnalysisKindName = keyof typeof ANALYSES;
export const ANALYSIS_KINDS = Object.keys(ANALYSES) as AnalysisKindName[];
export const analysisKindSchema = z.enum(ANALYSIS_KINDS);

export type ParamsOf<K extends AnalysisKindName> = z.output<(typeof ANALYSES)[K]['params']>;
export type ResultOf<K extends AnalysisKindName> = z.output<(typeof ANALYSES)[K]['result']>;
export type PointOf<K extends AnalysisKindName> = z.output<(typeof ANALYSES)[K]['point']>;

/** Params as they were given; checked by the schema of their kind. */
const params = z.record(z.string().max(60), z.unknown()).describe('as the kind’s schema says');

/** POST /api/v1/communities/:communityId/analyses/run; …/analyses/csv answers with a file: codes as headings, figures as numbers. */
export const runBody = z.strictObject({ kind: analysisKindSchema, params: params.default({}) });
export const runReply = z.object({
  kind: analysisKindSchema,
  params: params.describe('with the defaults filled in'),
  result: z.looseObject(resultBase.shape).describe('as the kind’s schema says'),
  asOf: z.iso.date(),
  evaluatedAt: z.iso.datetime(),
});
export type RunReply = z.infer<typeof runReply>;

/** POST /api/v1/communities/:communityId/analyses/people */
export const peopleBody = runBody.extend({
  point: z.record(z.string().max(60), z.unknown()).describe('as the kind’s schema says'),
  name: z.string().trim().min(1).max(80).optional().describe('of the set that is made'),
});
export const peopleReply = z.object({
  segmentId: z.uuid().describe('a set that is kept for a week: GET …/members?segment='),
  total: z.int().nonnegative().describe('people behind the point, those who have left included'),
  members: z.int().nonnegative().describe('of them members now: who is in the set'),
});
export type PeopleReply = z.infer<typeof peopleReply>;
