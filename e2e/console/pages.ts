import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { settled } from './browser.ts';
import { type ConsoleServer, PASSWORD } from './console-server.ts';

/** Ids that addresses need, taken from the server on show. */
export type Known = { community: string; member: string; import: string };

/** Every page of the console: its name, its route in the router, and further looks at it by their query. */
const PAGES: readonly { name: string; route: string; query?: string }[] = [
  { name: 'overview', route: '/c/$community' },
  { name: 'members', route: '/c/$community/members' },
  { name: 'members-silent', route: '/c/$community/members', query: '?tier=silent' },
  { name: 'member', route: '/c/$community/members/$member' },
  { name: 'groups', route: '/c/$community/groups' },
  { name: 'tracking', route: '/c/$community/tracking' },
  { name: 'imports', route: '/c/$community/imports' },
  { name: 'import', route: '/c/$community/imports/$import' },
  { name: 'refused', route: '/c/$community/refused' },
  { name: 'tokens', route: '/settings/tokens' },
  { name: 'new-community', route: '/communities/new' },
  { name: 'not-found', route: '/nowhere' },
];

/** Pages for those who are not signed in. */
export const OUTSIDE = [
  { name: 'sign-in', path: '/signin' },
  { name: 'setup', path: '/setup?token=none' },
] as const;

/** Every page behind the sign-in with its address. */
export const pagesOf = (known: Known): { name: string; path: string }[] =>
  PAGES.map(({ name, route, query = '' }) => ({
    name,
    path: route.replace(/\$(\w+)/g, (_, key: keyof Known) => known[key]) + query,
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

/** Ids for the addresses: the first leader, and a small import that waits to be started. The page has to be signed in. */
export async function learnIds(page: Page, server: ConsoleServer): Promise<Known> {
  await page.goto(`${server.address}/c/${server.community}/members?tier=leader`);
  const href = await page.locator('.q-members-body .q-member-link').first().getAttribute('href');
  const made = await page.evaluate(async (community) => {
    const lines = Array.from({ length: 30 }, (_, index) =>
      [`m${index % 5}`, new Date(Date.UTC(2026, 1, 1 + index)).toISOString(), `第 ${index} 句话`].join(','),
    );
    const form = new FormData();
    form.append('file', new File([['member,at,text', ...lines].join('\n')], 'chat.csv'));
    const response = await fetch(`/api/v1/communities/${community}/imports`, { method: 'POST', body: form });
    return (await response.json()) as { id: string };
  }, server.community);
  return { community: server.community, member: href!.split('/').at(-1)!, import: made.id };
}
