import { z } from 'zod';
import { rangeSchema } from './common.contract.ts';
import { analysisKindSchema } from './contract.ts';

const communityId = z.string().min(1).max(60);
const name = z.string().trim().min(1).max(80);
const description = z.string().trim().max(500);
const instant = z.iso.datetime();
const version = z.int().describe('counts the changes; a change names the one it was made from');

/** An analysis that was kept: a question, not its answer. Everybody in the workspace who may read the community sees it. */
export const savedAnalysisSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  kind: analysisKindSchema,
  params: z.record(z.string(), z.unknown()),
  madeBy: z.string().nullable().describe('name of the operator; null for an API token'),
  createdAt: instant,
  updatedAt: instant,
  dashboards: z.array(z.object({ id: z.string(), name: z.string() })).describe('that show it'),
  version,
});
export type SavedAnalysis = z.infer<typeof savedAnalysisSchema>;

const params = z.record(z.string().max(60), z.unknown());

/** GET /api/v1/communities/:communityId/analyses */
export const savedAnalysesReply = z.object({ analyses: z.array(savedAnalysisSchema).describe('by name') });
/** POST …/analyses */
export const createAnalysisBody = z.strictObject({
  name,
  description: description.default(''),
  kind: analysisKindSchema,
  params,
});
export type CreateAnalysis = z.infer<typeof createAnalysisBody>;
/** GET, PATCH, DELETE …/analyses/:analysisId. Deleting takes it off the dashboards that show it. */
export const analysisParams = z.object({ communityId, analysisId: z.uuid() });
export const updateAnalysisBody = z.strictObject({
  version: z.int(),
  name: name.optional(),
  description: description.optional(),
  params: params.optional(),
});
export type UpdateAnalysis = z.infer<typeof updateAnalysisBody>;

/** How much of a row a tile takes. */
export const TILE_WIDTHS = ['half', 'full'] as const;
export const MOST_TILES = 24;

const tile = z.strictObject({ analysisId: z.uuid(), width: z.enum(TILE_WIDTHS).default('half') });

/** A dashboard: analyses in an order, with a range and a segment that stand in place of those of each, where set. */
export const dashboardSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  range: rangeSchema.nullable().describe('for all; null: each has its own'),
  segmentId: z.string().nullable().describe('for all; null: each has its own'),
  tiles: z.array(z.object({ id: z.string(), width: z.enum(TILE_WIDTHS), analysis: savedAnalysisSchema })),
  madeBy: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  version,
});
export type Dashboard = z.infer<typeof dashboardSchema>;

/** GET …/dashboards */
export const dashboardsReply = z.object({
  dashboards: z
    .array(dashboardSchema.omit({ tiles: true }).extend({ tiles: z.int().nonnegative().describe('how many') }))
    .describe('by name'),
});
export type DashboardsReply = z.infer<typeof dashboardsReply>;
const tiles = z.array(tile).max(MOST_TILES);
const range = rangeSchema.nullable();
const segmentId = z.uuid().nullable();
/** POST …/dashboards */
export const createDashboardBody = z.strictObject({
  name,
  description: description.default(''),
  range: range.default(null),
  segmentId: segmentId.default(null),
  tiles: tiles.default([]),
});
export type CreateDashboard = z.infer<typeof createDashboardBody>;
/** GET, PATCH, DELETE …/dashboards/:dashboardId; `tiles` are all of them in their new order. */
export const dashboardParams = z.object({ communityId, dashboardId: z.uuid() });
export const updateDashboardBody = z.strictObject({
  version: z.int(),
  name: name.optional(),
  description: description.optional(),
  range: range.optional(),
  segmentId: segmentId.optional(),
  tiles: tiles.optional(),
});
export type UpdateDashboard = z.infer<typeof updateDashboardBody>;
/** POST …/dashboards/:dashboardId/duplicate: the same tiles under another name. */
export const duplicateDashboardBody = z.strictObject({ name });

/** GET …/analyses/stream: server-sent events; `figures` with this data at the start and whenever any of it is new. */
export const figuresChangedSchema = z.object({
  evaluationId: z.string(),
  asOf: z.iso.date(),
  evaluatedAt: instant,
  segments: z
    .number()
    .describe('the latest computation of segments: another one changes what is narrowed by a segment'),
});
export type FiguresChanged = z.infer<typeof figuresChangedSchema>;
