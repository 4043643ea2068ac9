import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A page of the members' app that the browser looks at. One with a parameter is reached as a member reaches it: by the first
 * link on the page `on` that leads to an address of its `path`.
 */
export type MemberPage = { name: string; path: string; on?: string };

/** Every page that a signed-in member comes to, with what the demonstration community has. */
export const MEMBER_PAGES: readonly MemberPage[] = [
  { name: 'home', path: '/' },
  { name: 'benefits', path: '/benefits' },
  { name: 'me', path: '/me' },
  { name: 'accounts', path: '/me/accounts' },
  { name: 'data', path: '/me/data' },
  { name: 'sessions', path: '/me/sessions' },
  { name: 'level', path: '/level' },
  { name: 'my benefits', path: '/my-benefits' },
  { name: 'badges', path: '/badges' },
  { name: 'leaderboards', path: '/leaderboards' },
  { name: 'leaderboard', path: '/leaderboards/:boardId', on: '/leaderboards' },
  { name: 'points', path: '/points' },
  { name: 'give points', path: '/points/give' },
  { name: 'check in', path: '/check-in' },
  { name: 'rules and credit', path: '/credit' },
  { name: 'exams', path: '/exams' },
  { name: 'exam', path: '/exams/:paperId', on: '/exams' },
  { name: 'rewards', path: '/rewards' },
  { name: 'reward', path: '/rewards/:rewardId', on: '/rewards' },
  { name: 'orders', path: '/reward-orders' },
];

/** Pages that are looked at elsewhere, or that the demonstration community's member has nothing of, and why. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  '/in': 'the way in, in a test of its own',
  '/credit/violations/:violationId': 'the member who signs in has done nothing wrong',
  '/exams/attempts/:attemptId': 'needs an exam to be begun',
  '/reward-orders/:orderId': 'the member who signs in has redeemed nothing',
};

/** Paths of the app that neither list has, and those that the lists have and the app has not. */
export function forgottenPages(): string[] {
  const source = readFileSync(join(import.meta.dirname, '../../web/member/src/pages.ts'), 'utf8');
  const paths = [...source.matchAll(/path: '([^']+)'/g)].map(([, path]) => path!);
  const listed = [...MEMBER_PAGES.map(({ path }) => path), ...Object.keys(ELSEWHERE)];
  return [
    ...paths.filter((path) => !listed.includes(path)).map((path) => `${path} is not looked at`),
    ...listed.filter((path) => !paths.includes(path)).map((path) => `${path} is not there`),
  ];
}
