/**
 * Who sent a request, as authentication found out. Rights are names that the policy table knows; this layer only
 * compares them.
 */
export type Caller = {
  readonly kind: 'operator' | 'token' | 'anonymous';
  /** Empty for an anonymous caller, and for an operator without any seat. */
  readonly workspaceId: string;
  readonly operatorId?: string;
  /** Of an operator: the session that the request came with. */
  readonly sessionId?: string;
  readonly tokenId?: string;
  readonly role?: string;
  readonly rights: ReadonlySet<string>;
};

/** A caller who has shown nothing. */
export const ANONYMOUS: Caller = { kind: 'anonymous', workspaceId: '', rights: new Set() };
