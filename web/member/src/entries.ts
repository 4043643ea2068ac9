import type { IconName } from './ui/icon.tsx';

/**
 * A line that leads to a page: on 权益 (what a member gets) or 我的 (what is theirs). It is there when the community uses its
 * `part`, a name that the server gives with `GET /api/m/v1/me`. `label` is a key of the catalogues.
 */
export type Entry = { tab: 'benefits' | 'me'; to: string; label: string; icon: IconName; part?: string };

/** Every line, in the order in which they stand. One line a page that is reached from a tab. */
export const ENTRIES: readonly Entry[] = [
  { tab: 'me', to: '/level', label: 'levels.mine', icon: 'star', part: 'levels' },
  { tab: 'me', to: '/badges', label: 'levels.badges', icon: 'medal', part: 'levels' },
  { tab: 'benefits', to: '/my-benefits', label: 'levels.benefits', icon: 'check', part: 'levels' },
  { tab: 'benefits', to: '/leaderboards', label: 'levels.boards', icon: 'trophy', part: 'levels' },
  { tab: 'me', to: '/credit', label: 'credit.title', icon: 'shield', part: 'credit' },
  { tab: 'me', to: '/exams', label: 'exams.title', icon: 'book', part: 'exams' },
  { tab: 'me', to: '/points', label: 'points.part', icon: 'coins', part: 'points' },
  { tab: 'me', to: '/check-in', label: 'checkIn.title', icon: 'calendar', part: 'points' },
  { tab: 'benefits', to: '/rewards', label: 'rewards.shop', icon: 'gift', part: 'rewards' },
  { tab: 'me', to: '/reward-orders', label: 'rewards.orders', icon: 'box', part: 'rewards' },
];
