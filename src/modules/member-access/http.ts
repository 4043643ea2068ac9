import type { Route } from '#platform/http/index.ts';
import { linkRoutes } from './link.http.ts';
import { memberSessionRoutes } from './member.http.ts';
import { operatorAccessRoutes } from './operators.http.ts';
import { memberPagesRoutes } from './pages.http.ts';
import { type SignInParts, signInRoutes } from './sign-in.http.ts';
import { wechatRoutes } from './wechat-sign-in.ts';

/** The members' pages, how members come in, stay and leave, and what operators do about it. */
export const memberAccessRoutes = (parts: SignInParts): Route[] => [
  ...memberPagesRoutes(parts),
  ...linkRoutes(parts),
  ...signInRoutes(parts),
  ...wechatRoutes(parts),
  ...memberSessionRoutes(parts),
  ...operatorAccessRoutes(parts),
];
