import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { settled } from './browser.ts';
import { type ConsoleServer, PASSWORD } from './console-server.ts';

/** Ids that addresses need, taken from the server on show. */
export type Known = {
  community: string;
  member: string;
  group: string;
  import: string;
  sheet: string;
  report: string;
  dashboard: string;
  relay: string;
  connection: string;
  template: string;
  delivery: string;
  /** A segment of a rule. */
  segment: string;
};

/** Every page of the console: its name, its route in the router, and further looks at it by their query. */
const PAGES: readonly {
  name: string;
  route: string;
  query?: string;
  with?: Partial<Record<keyof Known, keyof Known>>;
  /** Parts of the address that are no ids. */
  set?: Record<string, string>;
}[] = [
  { name: 'overview', route: '/c/$community' },
  { name: 'members', route: '/c/$community/members' },
  { name: 'members-silent', route: '/c/$community/members', query: '?tier=silent' },
  { name: 'member', route: '/c/$community/members/$member' },
  { name: 'network', route: '/c/$community/network' },
  { name: 'introductions', route: '/c/$community/introductions' },
  { name: 'network-list', route: '/c/$community/network', query: '?view=list' },
  { name: 'analyses', route: '/c/$community/analyses' },
  { name: 'retention', route: '/c/$community/analyses/$kind', set: { kind: 'retention' } },
  { name: 'topics', route: '/c/$community/analyses/$kind', set: { kind: 'topics' } },
  { name: 'dashboard', route: '/c/$community/dashboards/$dashboard' },
  { name: 'reports', route: '/c/$community/reports' },
  { name: 'report', route: '/c/$community/reports/$report' },
  { name: 'segments', route: '/c/$community/segments' },
  { name: 'segment', route: '/c/$community/segments/$segment' },
  { name: 'segment-changes', route: '/c/$community/segments/$segment', query: '?tab=changes' },
  { name: 'new-segment', route: '/c/$community/segments/new', query: '?template=fading_leaders' },
  { name: 'edit-segment', route: '/c/$community/segments/$segment/edit' },
  { name: 'segment-overlap', route: '/c/$community/segments/overlap' },
  { name: 'segment-compare', route: '/c/$community/segments/compare', query: '?a=$segment' },
  { name: 'tier-schemes', route: '/c/$community/tier-schemes' },
  { name: 'plays', route: '/c/$community/plays' },
  { name: 'plays-tasks', route: '/c/$community/plays', query: '?tab=tasks' },
  { name: 'plays-library', route: '/c/$community/plays', query: '?tab=library' },
  { name: 'plays-checklist', route: '/c/$community/plays', query: '?tab=checklist' },
  { name: 'plays-past', route: '/c/$community/plays', query: '?tab=past' },
  { name: 'exam-bank', route: '/c/$community/exams' },
  { name: 'exam-papers', route: '/c/$community/exams/papers' },
  { name: 'exam-attempts', route: '/c/$community/exams/attempts' },
  { name: 'entry-exam', route: '/c/$community/exams/entry' },
  { name: 'objectives', route: '/c/$community/goals' },
  { name: 'levels', route: '/c/$community/levels' },
  { name: 'level-members', route: '/c/$community/levels/members' },
  { name: 'level-benefits', route: '/c/$community/levels/benefits' },
  { name: 'badges', route: '/c/$community/levels/badges' },
  { name: 'leaderboards', route: '/c/$community/levels/leaderboards' },
  { name: 'rewards', route: '/c/$community/rewards' },
  { name: 'reward-orders', route: '/c/$community/rewards/orders' },
  { name: 'reward-figures', route: '/c/$community/rewards/figures' },
  { name: 'budget', route: '/c/$community/goals/budget' },
  { name: 'resources', route: '/c/$community/goals/resources' },
  { name: 'merges', route: '/c/$community/merges' },
  { name: 'attributes', route: '/c/$community/attributes' },
  { name: 'connections', route: '/c/$community/connections' },
  { name: 'new-connection', route: '/c/$community/connections/new' },
  { name: 'connector-form', route: '/c/$community/connections/new', query: '?connector=irc' },
  { name: 'connection', route: '/c/$community/connections/$connection' },
  { name: 'connection-settings', route: '/c/$community/connections/$connection', query: '?tab=settings' },
  { name: 'connection-limits', route: '/c/$community/connections/$connection', query: '?tab=limits' },
  { name: 'connection-log', route: '/c/$community/connections/$connection', query: '?tab=log' },
  { name: 'deliveries', route: '/c/$community/deliveries' },
  { name: 'delivery', route: '/c/$community/deliveries', query: '?open=$delivery' },
  { name: 'deliveries-quotas', route: '/c/$community/deliveries', query: '?tab=quotas' },
  { name: 'deliveries-rules', route: '/c/$community/deliveries', query: '?tab=rules' },
  { name: 'compose', route: '/c/$community/deliveries/new', query: '?segment=$segment&template=$template' },
  { name: 'templates', route: '/c/$community/templates' },
  { name: 'template', route: '/c/$community/templates', query: '?template=$template' },
  { name: 'points', route: '/c/$community/points' },
  { name: 'points-ledger', route: '/c/$community/points/ledger' },
  { name: 'points-rules', route: '/c/$community/points/rules' },
  { name: 'points-findings', route: '/c/$community/points/findings' },
  { name: 'points-settings', route: '/c/$community/points/settings' },
  { name: 'rules', route: '/c/$community/rules' },
  { name: 'credit', route: '/c/$community/credit' },
  { name: 'violations', route: '/c/$community/credit/violations' },
  { name: 'appeals', route: '/c/$community/credit/appeals' },
  { name: 'credit-tasks', route: '/c/$community/credit/tasks' },
  { name: 'reactions', route: '/c/$community/reactions' },
  { name: 'relays', route: '/c/$community/relays' },
  { name: 'relay', route: '/c/$community/relays/$relay' },
  { name: 'groups', route: '/c/$community/groups' },
  { name: 'blank-sheet', route: '/c/$community/groups/$group/sign-in-sheet' },
  { name: 'drop-sheet', route: '/c/$community/sign-in-sheets' },
  { name: 'review-sheet', route: '/c/$community/sign-in-sheets/$import', with: { import: 'sheet' } },
  { name: 'community-settings', route: '/c/$community/settings' },
  { name: 'tracking', route: '/c/$community/tracking' },
  { name: 'imports', route: '/c/$community/imports' },
  { name: 'import', route: '/c/$community/imports/$import' },
  { name: 'refused', route: '/c/$community/refused' },
  { name: 'tokens', route: '/settings/tokens' },
  { name: 'team', route: '/settings/team' },
  { name: 'account', route: '/settings/account' },
  { name: 'second-factor', route: '/second-factor' },
  { name: 'audit', route: '/settings/audit' },
  { name: 'new-community', route: '/communities/new' },
  { name: 'not-found', route: '/nowhere' },
];

/** Pages for those who are not signed in. */
export const OUTSIDE = [
  { name: 'sign-in', path: '/signin' },
  { name: 'setup', path: '/setup?token=none' },
  { name: 'forgot', path: '/forgot' },
  { name: 'reset', path: '/reset' },
  { name: 'invite', path: '/invite' },
] as const;

/** The names of every page behind the sign-in. */
export const pageNames = (): string[] => PAGES.map(({ name }) => name);

/** Every page behind the sign-in with its address. */
export const pagesOf = (known: Known): { name: string; path: string }[] =>
  PAGES.map(({ name, route, query = '', with: other = {}, set = {} }) => ({
    name,
    path: (route + query).replace(
      /\$(\w+)/g,
      (_, key: string) => set[key] ?? known[other[key as keyof Known] ?? (key as keyof Known)],
    ),
  }));

const ROUTER = new URL('../../web/console/src/router.tsx', import.meta.url);
const ROUTE =
  /const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),(?:\s*path: '([^']+)',)?([\s\S]*?)\n\}\);/g;

/** Routes of the router that show a page and that this list has not; a page that is added has to be added here. */
export function forgottenPages(): string[] {
  const source = readFileSync(ROUTER, 'utf8');
  const routes = new Map(
    [...source.matchAll(ROUTE)].map(([, name, parent, path, rest]) => [
      name!,
      { parent: parent!, path: path ?? '', page: rest!.includes('lazyRouteComponent') },
    ]),
  );
  const full = (name: string): string => {
    const found = routes.get(name);
    return found ? full(found.parent) + (found.path === '/' ? '' : found.path) : '';
  };
  const listed = new Set([...PAGES.map(({ route }) => route), ...OUTSIDE.map(({ path }) => path.split('?')[0]!)]);
  if (routes.size < 10) throw new Error('the router is not written as this test reads it');
  return [...routes]
    .filter(([, { page }]) => page)
    .map(([name]) => full(name))
    .filter((route) => !listed.has(route));
}

/** Signs in as the owner of the simulated community. */
export async function signIn(page: Page, server: ConsoleServer): Promise<void> {
  await page.goto(`${server.address}/signin`);
  await page.fill('input[name=email]', server.email);
  await page.fill('input[name=password]', PASSWORD);
  await page.click('button[type=submit]');
  await page.waitForURL(/\/c\//);
  await settled(page);
}

/** Answers the offer of a tour with no, for pictures of the page as it is on other days. */
export async function skipTour(page: Page, server: ConsoleServer): Promise<void> {
  await page.goto(`${server.address}/c/${server.community}`);
  await settled(page);
  await page.locator('.q-tour-invitation button').last().click();
}

/**
 * Ids for the addresses: the first leader, the first group, a small chat and a sign-in sheet that wait to be imported.
 * The page has to be signed in.
 */
export async function learnIds(page: Page, server: ConsoleServer): Promise<Known> {
  await page.goto(`${server.address}/c/${server.community}/members?tier=leader`);
  const href = await page.locator('.q-members-body .q-member-link').first().getAttribute('href');
  const found = await page.evaluate(async (community) => {
    const base = `/api/v1/communities/${community}`;
    const upload = async (name: string, lines: readonly string[]) => {
      const form = new FormData();
      form.append('file', new File([lines.join('\n')], name));
      const response = await fetch(`${base}/imports`, { method: 'POST', body: form });
      return ((await response.json()) as { id: string }).id;
    };
    const chat = Array.from({ length: 30 }, (_, index) =>
      [`m${index % 5}`, new Date(Date.UTC(2026, 1, 1 + index)).toISOString(), `第 ${index} 句话`].join(','),
    );
    const sheet = ['姓名,手机号,签到', '王小明,13800138000,✓', '李雷,13900139000,', '韩梅梅,,是'];
    const groups = (await (await fetch(`${base}/groups`)).json()) as { groups: { id: string }[] };
    return {
      group: groups.groups[0]!.id,
      report: ((await (await fetch(`${base}/reports`)).json()) as { reports: { id: string }[] }).reports[0]!.id,
      dashboard: ((await (await fetch(`${base}/dashboards`)).json()) as { dashboards: { id: string }[] }).dashboards[0]!
        .id,
      connection: ((await (await fetch('/api/v1/connections')).json()) as { connections: { id: string }[] })
        .connections[0]!.id,
      template: ((await (await fetch(`${base}/message-templates`)).json()) as { templates: { id: string }[] })
        .templates[0]!.id,
      delivery: ((await (await fetch(`${base}/deliveries`)).json()) as { deliveries: { id: string }[] }).deliveries[0]!
        .id,
      relay: ((await (await fetch(`${base}/relays`)).json()) as { sessions: { id: string }[] }).sessions[0]!.id,
      segment: (
        (await (await fetch(`${base}/segments`)).json()) as { segments: { id: string; rule: unknown }[] }
      ).segments.find(({ rule }) => rule !== null)!.id,
      import: await upload('chat.csv', ['member,at,text', ...chat]),
      sheet: await upload('签到表.csv', sheet),
    };
  }, server.community);
  return { community: server.community, member: href!.split('/').at(-1)!, ...found };
}
