import type { Route } from '#platform/http/index.ts';
import { type MemberAccessParts, memberSessionRoutes } from './member.http.ts';

/** How members come in, stay, and leave. */
export const memberAccessRoutes = (parts: MemberAccessParts): Route[] => [...memberSessionRoutes(parts)];
