import { z } from 'zod';

/** What a caller may do. A route names exactly one of these in the policy table, or is open to everybody or all seats. */
export const RIGHTS = [
  'communities.read',
  'communities.manage',
  'members.read',
  'members.edit',
  'members.export',
  'members.erase',
  'members.sign-in-as',
  'insights.evaluate',
  'analyses.manage',
  'imports.read',
  'imports.manage',
  'events.write',
  'growth.manage',
  'connections.manage',
  'deliveries.manage',
  'credit.manage',
  'goals.read',
  'goals.manage',
  'reports.manage',
  'plays.manage',
  'loyalty.manage',
  'tokens.manage',
  'team.manage',
  'audit.read',
  'workspace.manage',
  'metrics.read',
] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = ['owner', 'manager', 'moderator', 'editor', 'analyst'] as const;
export type Role = (typeof ROLES)[number];

/** What an owner may do and a manager may not. */
const OWNER_ONLY: readonly Right[] = ['members.erase', 'members.sign-in-as', 'workspace.manage'];

/** What each role may do. An API token has its own list, never more than its maker has. */
export const ROLE_RIGHTS: Record<Role, readonly Right[]> = {
  owner: RIGHTS,
  manager: RIGHTS.filter((right) => !OWNER_ONLY.includes(right)),
  moderator: [
    'communities.read',
    'members.read',
    'members.edit',
    'goals.read',
    'plays.manage',
    'deliveries.manage',
    'credit.manage',
  ],
  editor: ['communities.read', 'members.read', 'growth.manage', 'goals.read', 'plays.manage', 'deliveries.manage'],
  analyst: [
    'communities.read',
    'members.read',
    'members.export',
    'insights.evaluate',
    'analyses.manage',
    'imports.read',
    'reports.manage',
    'goals.read',
  ],
};

const name = z.string().trim().min(1).max(120);
const instant = z.iso.datetime();
const workspace = z.object({ id: z.string(), name: z.string() });

export const rightSchema = z.enum(RIGHTS);
export const roleSchema = z.enum(ROLES);

/** GET /api/v1/me */
export const meReply = z.object({
  kind: z.enum(['operator', 'token']),
  operator: z
    .object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      secondFactor: z.boolean().describe('signing in asks for a code of an authenticator app'),
    })
    .nullable(),
  workspace: workspace.extend({
    secondFactorRequired: z
      .boolean()
      .describe('operators without an authenticator app can do nothing here until they have one'),
  }),
  role: roleSchema.nullable().describe('null for a token'),
  rights: z.array(rightSchema),
  workspaces: z
    .array(workspace.extend({ role: roleSchema }))
    .describe('all where the operator has a seat; PUT /api/v1/me/workspace switches, x-qunluo-workspace overrides'),
});
export type Me = z.infer<typeof meReply>;

/** Ten characters at least, counted as people count them; what else is refused is in `password/`. */
export const passwordSchema = z
  .string()
  .max(128)
  .refine((text) => [...text.normalize('NFKC')].length >= 10, 'at least 10 characters');

const currentPassword = z.string().min(1).max(128);

/** A secret out of a one-time link. */
const linkSecret = z.string().min(1).max(200);

/** GET /api/v1/setup */
export const setupStatusReply = z.object({
  needed: z.boolean().describe('nobody owns this installation yet'),
  resetByMail: z.boolean().describe('a link for a new password can be asked for by e-mail'),
});

/** POST /api/v1/setup: redeems the one-time owner link; signs the new owner in. */
export const setupBody = z.object({
  token: linkSecret,
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
  code: z.string().max(60).optional().describe('of the authenticator app, or a recovery code, where one is asked for'),
});
export const signInReply = z.object({ operator: z.object({ id: z.string(), name: z.string(), email: z.string() }) });
export const changePasswordBody = z.object({ currentPassword, newPassword: passwordSchema });

/** POST /api/auth/forgot-password: the answer is the same whether or not somebody has the e-mail. */
export const forgotPasswordBody = z.object({ email: z.string().min(1).max(254) });
/** POST /api/auth/reset-password */
export const resetPasswordBody = z.object({ token: linkSecret, password: passwordSchema });

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

/** PATCH /api/v1/me */
export const renameMeBody = z.object({ name });
/** PUT /api/v1/me/workspace */
export const switchWorkspaceBody = z.object({ workspaceId: z.uuid() });

export const sessionSchema = z.object({
  id: z.string(),
  current: z.boolean().describe('the one this request came with'),
  address: z.string().nullable(),
  device: z.string().nullable().describe('what the browser says of itself (User-Agent)'),
  createdAt: instant,
  lastSeenAt: instant.describe('to about a minute'),
});
export type OperatorSession = z.infer<typeof sessionSchema>;
/** GET /api/v1/me/sessions */
export const sessionsReply = z.object({ sessions: z.array(sessionSchema) });
export const sessionParams = z.object({ sessionId: z.uuid() });
/** POST /api/v1/me/sessions/:sessionId/end, POST /api/v1/me/sessions/end-others */
export const endSessionBody = z
  .object({ password: currentPassword.optional().describe('asked for unless one signed in within the last 5 minutes') })
  .optional();

/** What asks for the present password again: begin, renew or disable. */
export const confirmPasswordBody = z.object({ password: currentPassword });
/** POST /api/v1/me/second-factor: begins; nothing is asked for until it is confirmed with a code. */
export const beginSecondFactorReply = z.object({
  secret: z.string().describe('base 32, to type in'),
  uri: z.string().describe('otpauth URI, to show as a QR code'),
});
/** POST /api/v1/me/second-factor/confirm */
export const confirmSecondFactorBody = z.object({ code: z.string().max(20) });
/** Each is good once; shown this once. */
export const recoveryCodesReply = z.object({ recoveryCodes: z.array(z.string()) });
/** GET /api/v1/me/second-factor */
export const secondFactorReply = z.object({
  enabled: z.boolean(),
  since: instant.nullable(),
  recoveryCodesLeft: z.int(),
});

export const seatSchema = z.object({
  operatorId: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  since: instant,
  lastSeenAt: instant.nullable(),
  secondFactor: z.boolean(),
  tokens: z.int().describe('API tokens of this workspace that they made and that still work'),
});
export type SeatDetails = z.infer<typeof seatSchema>;
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
});
export type Invitation = z.infer<typeof invitationSchema>;
/** GET /api/v1/team */
export const teamReply = z.object({ seats: z.array(seatSchema), invitations: z.array(invitationSchema) });
/** POST /api/v1/team/invitations: asking the same e-mail again replaces what was asked before. */
export const inviteBody = z.object({ email: z.email().max(254), role: roleSchema });
/** A one-time link, to be put after the address of the server; shown this once. */
export const linkReply = z.object({
  path: z.string(),
  expiresAt: instant,
  mailed: z.boolean().describe('it was sent by e-mail as well'),
});
export type OneTimeLink = z.infer<typeof linkReply>;
export const inviteReply = linkReply.extend({ invitation: invitationSchema });
export const invitationParams = z.object({ invitationId: z.uuid() });
export const seatParams = z.object({ operatorId: z.uuid() });
/** GET /api/v1/team/seats/:operatorId/sessions */
export const seatSessionsReply = z.object({
  owned: z
    .boolean()
    .describe(
      'all workspaces of the operator are the caller’s; else no session is shown, and all end in this one only',
    ),
  sessions: z.array(sessionSchema),
});
export type SeatSessions = z.infer<typeof seatSessionsReply>;
export const seatSessionParams = seatParams.extend({ seatSessionId: z.uuid() });
/** PATCH /api/v1/team/seats/:operatorId */
export const changeRoleBody = z.object({ role: roleSchema });
/** DELETE /api/v1/team/seats/:operatorId */
export const removeSeatQuery = z.object({
  tokens: z.enum(['keep', 'revoke']).default('revoke').describe('what becomes of the API tokens they made here'),
});

/** POST /api/v1/invitations/look: what a link invites to. */
export const lookBody = z.object({ token: linkSecret });
export const lookReply = z.object({
  workspace: z.string(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string().nullable(),
  account: z.boolean().describe('the e-mail has an account: sign in to accept'),
});
/** POST /api/v1/invitations/accept: signed in as the invited, or with name and password for a new account. */
export const acceptBody = z.object({ token: linkSecret, name: name.optional(), password: passwordSchema.optional() });
export const acceptReply = z.object({ workspaceId: z.string(), operatorId: z.string() });

/** POST /api/v1/workspaces; PATCH /api/v1/workspace */
export const workspaceBody = z.object({ name });
export const workspaceReply = workspace;
export const requireSecondFactorBody = z.strictObject({ required: z.boolean() });

export const auditEntrySchema = z.object({
  id: z.string(),
  at: instant,
  actor: z.object({
    kind: z.enum(['operator', 'token', 'member', 'system']),
    id: z.string().nullable(),
    name: z.string().nullable(),
  }),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string().nullable(), label: z.string().nullable() }),
  communityId: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  erased: z.boolean().describe('personal fields were taken away by an erasure'),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Filters of the audit trail; all that are given must hold. */
export const auditFilter = z.object({
  actor: z.uuid().optional().describe('an operator or token'),
  action: z.string().max(80).optional(),
  subjectKind: z.string().max(80).optional(),
  subjectId: z.string().max(200).optional(),
  communityId: z.uuid().optional(),
  from: instant.optional().describe('inclusive'),
  to: instant.optional().describe('exclusive'),
});
export type AuditFilter = z.infer<typeof auditFilter>;
/** GET /api/v1/audit, newest first */
export const auditQuery = auditFilter.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const auditReply = z.object({ entries: z.array(auditEntrySchema), nextCursor: z.string().nullable() });
/** GET /api/v1/audit/choices: what there is to filter by */
export const auditChoicesReply = z.object({
  actors: z.array(z.object({ id: z.string(), kind: z.enum(['operator', 'token']), name: z.string() })),
  actions: z.array(z.string()),
  subjectKinds: z.array(z.string()),
});
