import type { Route } from '#platform/http/index.ts';
import { type MemberAccessParts, memberSessionRoutes } from './member.http.ts';
import { type MemberPagesParts, memberPagesRoutes } from './pages.http.ts';

/** The members' pages, and how members come in, stay, and leave. */
export const memberAccessRoutes = (parts: MemberAccessParts & MemberPagesParts): Route[] => [
  ...memberPagesRoutes(parts),
  ...memberSessionRoutes(parts),
];
