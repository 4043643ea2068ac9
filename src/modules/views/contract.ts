import { z } from 'zod';

const page = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const queryValue = z.union([z.string().max(500), z.number(), z.boolean(), z.array(z.string().max(500)).max(50)]);
export const viewQuerySchema = z
  .record(z.string().max(60), queryValue)
  .refine((query) => Object.keys(query).length <= 50, 'up to 50 parts')
  .describe('the query of the page’s address');

export const savedViewSchema = z.object({
  id: z.string(),
  page,
  name: z.string(),
  query: viewQuerySchema,
  shared: z.boolean().describe('seen by everybody in the community'),
  own: z.boolean(),
  madeBy: z.string().nullable(),
});
export type SavedView = z.infer<typeof savedViewSchema>;

const name = z.string().trim().min(1).max(80);
/** GET /api/v1/communities/:communityId/views?page= */
export const viewsQuery = z.object({ page: page.default('members') });
export const viewsReply = z.object({ views: z.array(savedViewSchema).describe('own ones and shared ones, by name') });
/** POST /api/v1/communities/:communityId/views */
export const createViewBody = z.object({ page, name, query: viewQuerySchema, shared: z.boolean().default(false) });
/** PATCH and DELETE /api/v1/communities/:communityId/views/:viewId */
export const updateViewBody = z.object({ name, query: viewQuerySchema, shared: z.boolean() }).partial();
export const viewParams = z.object({ communityId: z.string().min(1).max(60), viewId: z.uuid() });

/** GET and PUT /api/v1/preferences?page=: how the operator likes a page; null before it was ever set. */
export const preferenceQuery = z.object({ page });
export const preferenceValue = z.record(
  z.string().max(60),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string().max(80)).max(200)]),
);
export const preferenceReply = z.object({ value: preferenceValue.nullable() });
export const preferenceBody = z.object({ value: preferenceValue });
