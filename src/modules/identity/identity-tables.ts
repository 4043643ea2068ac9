import type { ColumnType, Generated } from 'kysely';
import type { Right, Role } from './contract.ts';

type Instant = ColumnType<Date, Date | undefined, Date>;
type OptionalInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** The tables of schema auth that this module reads and writes itself; better-auth's own are in `auth-server.ts`. */
export type IdentityTables = {
  'auth.operators': {
    id: string;
    name: string;
    email: string;
    email_verified: Generated<boolean>;
    created_at: Instant;
  };
  'auth.credentials': {
    id: string;
    operator_id: string;
    provider_id: string;
    account_id: string;
    password: string | null;
  };
  'auth.sessions': {
    token: string;
    id: string;
    operator_id: string;
    workspace_id: string | null;
    ip_address: string | null;
    user_agent: string | null;
    created_at: Instant;
    expires_at: Date;
    last_seen_at: Instant;
  };
  'auth.closed_sessions': { session_id: string; workspace_id: string; closed_at: Instant };
  'auth.workspaces': { id: string; name: string; created_at: Instant; second_factor_required: Generated<boolean> };
  'auth.seats': { workspace_id: string; operator_id: string; role: Role; created_at: Instant };
  'auth.api_tokens': {
    id: string;
    workspace_id: string;
    name: string;
    hash: Buffer;
    hint: string;
    rights: Right[];
    created_by: string | null;
    created_at: Instant;
    expires_at: OptionalInstant;
    last_used_at: OptionalInstant;
    revoked_at: OptionalInstant;
  };
  'auth.setup_links': { hash: Buffer; created_at: Instant; expires_at: Date; used_at: OptionalInstant };
  'auth.sign_in_attempts': { key_hash: Buffer; attempts: number; since: Date };
  'auth.invitations': {
    id: string;
    workspace_id: string;
    email: string;
    role: Role;
    hash: Buffer;
    invited_by: string | null;
    created_at: Instant;
    expires_at: Date;
    accepted_at: OptionalInstant;
    revoked_at: OptionalInstant;
  };
  'auth.reset_links': {
    hash: Buffer;
    operator_id: string;
    created_at: Instant;
    expires_at: Date;
    used_at: OptionalInstant;
  };
  'auth.second_factors': {
    operator_id: string;
    secret: string;
    last_step: Generated<number>;
    created_at: Instant;
    confirmed_at: OptionalInstant;
  };
  'auth.recovery_codes': { operator_id: string; hash: Buffer; used_at: OptionalInstant };
};
