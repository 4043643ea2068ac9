export { type Auth, createAuth } from './auth-server.ts';
export { Authenticator } from './authenticate.ts';
export { identityRoutes } from './http.ts';
export { ensureOwnerToken, ownerTokenFile } from './owner-token.ts';
export { authorise, checkPolicy } from './policy.ts';
export { checkOrigin } from './same-origin.ts';
export {
  assignSeat,
  createOperator,
  createWorkspace,
  findOptionalFirstWorkspace,
  listWorkspaceIds,
} from './seat-store.ts';
export { createToken } from './api-token-store.ts';
export { createOwner, issueSetupToken } from './setup-workspace.ts';
export { hashPassword } from './password/operator-password.ts';
export { issueResetLinkFor, resetPassword } from './password/reset-password.ts';
export { resealSecondFactors } from './second-factor/second-factor-store.ts';
export { eraseAuditOf } from './audit/erase-audit.ts';
export { type Actor, recordChange, systemCaller } from './audit/record-change.ts';
export { operatorNames, operatorsOf } from './operator-names.ts';
