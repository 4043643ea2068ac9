import { z } from 'zod';

/** What a caller may do. A route names exactly one of these in the policy table, or is open to everybody or all seats. */
export const RIGHTS = [
  'communities.read',
  'communities.manage',
  'members.read',
  'members.edit',
  'insights.evaluate',
  'imports.read',
  'imports.manage',
  'events.write',
  'growth.manage',
  'tokens.manage',
  'metrics.read',
] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = ['owner', 'manager', 'moderator', 'editor', 'analyst'] as const;
export type Role = (typeof ROLES)[number];

/** What each role may do. An API token has its own list, never more than its maker has. */
export const ROLE_RIGHTS: Record<Role, readonly Right[]> = {
  owner: RIGHTS,
  manager: RIGHTS,
  moderator: ['communities.read', 'members.read', 'members.edit'],
  editor: ['communities.read', 'members.read', 'growth.manage'],
  analyst: ['communities.read', 'members.read', 'insights.evaluate', 'imports.read'],
};

const name = z.string().trim().min(1).max(120);
const instant = z.iso.datetime();
const workspace = z.object({ id: z.string(), name: z.string() });

export const rightSchema = z.enum(RIGHTS);
export const roleSchema = z.enum(ROLES);

/** GET /api/v1/me */
export const meReply = z.object({
  kind: z.enum(['operator', 'token']),
  operator: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
  workspace,
  role: roleSchema.nullable().describe('null for a token'),
  rights: z.array(rightSchema),
  workspaces: z
    .array(workspace.extend({ role: roleSchema }))
    .describe('every workspace the operator has a seat in; the header x-qunluo-workspace chooses among them'),
});
export type Me = z.infer<typeof meReply>;

export const passwordSchema = z.string().min(10, 'at least 10 characters').max(128);

/** GET /api/v1/setup */
export const setupStatusReply = z.object({ needed: z.boolean().describe('nobody owns this installation yet') });

/** POST /api/v1/setup: redeems the one-time owner link; signs the new owner in. */
export const setupBody = z.object({
  token: z.string().min(1).max(200),
  name,
  email: z.email().max(254),
  password: passwordSchema,
  workspace: name.describe('name of the workspace'),
});
export const setupReply = z.object({ operatorId: z.string(), workspaceId: z.string() });
export type Setup = z.infer<typeof setupBody>;

export const signInBody = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(128),
  rememberMe: z.boolean().default(true),
});
export const signInReply = z.object({ operator: z.object({ id: z.string(), name: z.string(), email: z.string() }) });
export const changePasswordBody = z.object({
  currentPassword: z.string().min(1).max(128),
  newPassword: passwordSchema,
  revokeOtherSessions: z.boolean().default(true),
});

export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().describe('the last four characters'),
  rights: z.array(rightSchema),
  createdBy: z.string().nullable().describe('name of the operator who made it'),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable().describe('to about a minute'),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** GET /api/v1/tokens */
export const tokensReply = z.object({ tokens: z.array(apiTokenSchema) });
/** POST /api/v1/tokens */
export const createTokenBody = z.object({
  name,
  rights: z.array(rightSchema).min(1).describe('at most what the maker has'),
  expiresInDays: z.int().min(1).max(3650).nullish().describe('null: until revoked'),
});
export const createTokenReply = z.object({
  token: z.string().describe('shown this once'),
  details: apiTokenSchema,
});
export const tokenParams = z.object({ tokenId: z.uuid() });
