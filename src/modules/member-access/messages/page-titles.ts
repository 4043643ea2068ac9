/**
 * What a link to a page is called where it is shared, before anybody has opened it: by the pattern of the page in
 * `web/member/src/pages.ts`. A page that shows one thing among many (`/orders/:orderId`) is called after the page above it.
 */
export const PAGE_TITLES: Readonly<Record<string, { zh: string; en: string }>> = {
  '/': { zh: '我的社群主页', en: 'My community' },
  '/benefits': { zh: '权益', en: 'Benefits' },
  '/check-in': { zh: '签到', en: 'Check in' },
  '/credit': { zh: '群规与信用分', en: 'Rules and credit' },
  '/points': { zh: '积分', en: 'Points' },
  '/exams': { zh: '考试', en: 'Exams' },
  '/in': { zh: '个人链接', en: 'Personal link' },
  '/reward-orders': { zh: '我的兑换', en: 'My orders' },
  '/rewards': { zh: '奖品兑换', en: 'Rewards' },
  '/level': { zh: '我的等级', en: 'My level' },
  '/my-benefits': { zh: '我的权益', en: 'My benefits' },
  '/badges': { zh: '徽章', en: 'Badges' },
  '/leaderboards': { zh: '排行榜', en: 'Leaderboards' },
  '/me': { zh: '我的', en: 'Me' },
};

/** The title of the page at a path, or of the nearest page above it. */
export function pageTitle(path: string): { zh: string; en: string } {
  for (let at = path.replace(/\/+$/, ''); at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = PAGE_TITLES[at];
    if (found) return found;
  }
  return PAGE_TITLES['/']!;
}
