import type { Route } from '#platform/http/index.ts';
import { auditRoutes } from './http/audit-routes.ts';
import type { IdentityRoutesOptions } from './http/identity-routes-options.ts';
import { meRoutes } from './http/me-routes.ts';
import { secondFactorRoutes } from './http/second-factor-routes.ts';
import { passwordRoutes } from './http/password-routes.ts';
import { setupRoutes } from './http/setup-routes.ts';
import { signInRoutes } from './http/sign-in-routes.ts';
import { teamRoutes } from './http/team-routes.ts';
import { invitationRoutes } from './http/invitation-routes.ts';
import { tokenRoutes } from './http/token-routes.ts';
import { workspaceRoutes } from './http/workspace-routes.ts';

/** Every route of accounts, seats, tokens and the audit trail. */
export function identityRoutes(options: IdentityRoutesOptions): Route[] {
  return [
    ...signInRoutes(options),
    ...passwordRoutes(options),
    ...setupRoutes(options),
    ...meRoutes(options),
    ...secondFactorRoutes(options),
    ...teamRoutes(options),
    ...invitationRoutes(options),
    ...workspaceRoutes(options),
    ...tokenRoutes(options),
    ...auditRoutes(options),
  ];
}
