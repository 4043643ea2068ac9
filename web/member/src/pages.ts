import type { ComponentType } from 'react';
import { HomePage } from './pages/home/home-page.tsx';
import { later } from './router/later.ts';

/** A page and where it is, below the community’s address. `open`: for those too who are not signed in. */
export type PageRoute = { path: string; Page: ComponentType; open?: true };

/** Every page, each loaded when it is first shown; the first one comes with the frame. One line a page. */
export const PAGES: readonly PageRoute[] = [
  { path: '/', Page: HomePage },
  { path: '/in', open: true, Page: later(() => import('./pages/sign-in/link-page.tsx').then((m) => m.LinkPage)) },
  { path: '/benefits', Page: later(() => import('./pages/benefits/benefits-page.tsx').then((m) => m.BenefitsPage)) },
  { path: '/me', Page: later(() => import('./pages/me/me-page.tsx').then((m) => m.MePage)) },
  { path: '/credit', Page: later(() => import('./pages/credit/credit-page.tsx').then((m) => m.CreditPage)) },
  {
    path: '/credit/violations/:violationId',
    Page: later(() => import('./pages/credit/violation-page.tsx').then((m) => m.ViolationPage)),
  },
  { path: '/exams', Page: later(() => import('./pages/exams/exams-page.tsx').then((m) => m.ExamsPage)) },
  { path: '/exams/:paperId', Page: later(() => import('./pages/exams/exam-page.tsx').then((m) => m.ExamPage)) },
  {
    path: '/exams/attempts/:attemptId',
    Page: later(() => import('./pages/exams/attempt-page.tsx').then((m) => m.AttemptPage)),
  },
  { path: '/level', Page: later(() => import('./pages/levels/level-page.tsx').then((m) => m.LevelPage)) },
  {
    path: '/my-benefits',
    Page: later(() => import('./pages/levels/my-benefits-page.tsx').then((m) => m.MyBenefitsPage)),
  },
  { path: '/badges', Page: later(() => import('./pages/levels/badges-page.tsx').then((m) => m.BadgesPage)) },
  {
    path: '/leaderboards',
    Page: later(() => import('./pages/levels/leaderboards-page.tsx').then((m) => m.LeaderboardsPage)),
  },
  {
    path: '/leaderboards/:boardId',
    Page: later(() => import('./pages/levels/leaderboard-page.tsx').then((m) => m.LeaderboardPage)),
  },
  { path: '/me/accounts', Page: later(() => import('./pages/me/accounts-page.tsx').then((m) => m.AccountsPage)) },
  { path: '/me/data', Page: later(() => import('./pages/me/data-page.tsx').then((m) => m.DataPage)) },
  { path: '/me/sessions', Page: later(() => import('./pages/me/sessions-page.tsx').then((m) => m.SessionsPage)) },
  { path: '/points', Page: later(() => import('./pages/points/points-page.tsx').then((m) => m.PointsPage)) },
  { path: '/points/give', Page: later(() => import('./pages/points/give-page.tsx').then((m) => m.GivePage)) },
  { path: '/check-in', Page: later(() => import('./pages/points/check-in-page.tsx').then((m) => m.CheckInPage)) },
  { path: '/rewards', Page: later(() => import('./pages/rewards/shop-page.tsx').then((m) => m.ShopPage)) },
  {
    path: '/rewards/:rewardId',
    Page: later(() => import('./pages/rewards/reward-page.tsx').then((m) => m.RewardPage)),
  },
  { path: '/reward-orders', Page: later(() => import('./pages/rewards/orders-page.tsx').then((m) => m.OrdersPage)) },
  {
    path: '/reward-orders/:orderId',
    Page: later(() => import('./pages/rewards/order-page.tsx').then((m) => m.OrderPage)),
  },
];
