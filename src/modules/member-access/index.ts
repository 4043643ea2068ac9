export { authenticateMember, MEMBER_API } from './authenticate-member.ts';
export { memberAccessRoutes } from './http.ts';
export { asMember, type AsMember } from './member.http.ts';
export { openSession } from './session-store.ts';
export { sessionCookie } from './member-cookie.ts';
