import { Unauthenticated } from '#kernel/errors.ts';

/**
 * Who sent a request, as authentication found out. Rights are names that the policy table knows; this layer only
 * compares them.
 */
export type Caller = {
  readonly kind: 'operator' | 'token' | 'member' | 'anonymous';
  /** Empty for an anonymous caller, and for an operator without any seat. */
  readonly workspaceId: string;
  readonly operatorId?: string;
  /** Of an operator or a member: the session that the request came with. */
  readonly sessionId?: string;
  readonly tokenId?: string;
  readonly role?: string;
  /** Of a member: the only community they see. */
  readonly communityId?: string;
  /** Of a member: the person they are now, after all merges. */
  readonly memberId?: string;
  readonly rights: ReadonlySet<string>;
  /** Of an operator whose workspace asks for an authenticator app that they have not: without rights until they have. */
  readonly lacksSecondFactor?: boolean;
};

/** A caller who has shown nothing. */
export const ANONYMOUS: Caller = { kind: 'anonymous', workspaceId: '', rights: new Set() };

/** A member on their own pages. They have no rights; what they may see and change is what is theirs. */
export type MemberCaller = Caller & {
  readonly kind: 'member';
  readonly communityId: string;
  readonly memberId: string;
  readonly sessionId: string;
};

/** The caller of a route whose rule is `member`. Throws Unauthenticated for anybody else. */
export function memberOf(caller: Caller): MemberCaller {
  if (caller.kind !== 'member' || !caller.communityId || !caller.memberId || !caller.sessionId)
    throw new Unauthenticated('open the link that you were sent, or sign in');
  return caller as MemberCaller;
}
