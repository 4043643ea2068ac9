import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { REPOSITORY } from '../version.ts';
import { GUIDE_LANGUAGES, readGuide } from './read-guide.ts';

const ROOT = join(REPOSITORY, 'docs/guide');

let database: Database;
let app: TestApp;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

describe('the guide', () => {
  it('has the same pages, sections and pictures in both languages', () => {
    const [zh, en] = GUIDE_LANGUAGES.map((language) => readdirSync(join(ROOT, language)).toSorted());
    expect(en).toEqual(zh);
    const [zhPages, enPages] = GUIDE_LANGUAGES.map((language) => readGuide(ROOT, language));
    expect(enPages!.map(({ sections }) => sections.length)).toEqual(zhPages!.map(({ sections }) => sections.length));
    for (const file of zh!) {
      const pictures = (language: string) =>
        [...readFileSync(join(ROOT, language, file), 'utf8').matchAll(/\.\.\/images\/([\w-]+)\./g)].map(
          ([, name]) => name,
        );
      expect(pictures('en'), file).toEqual(pictures('zh-CN'));
    }
  });

  it('has every picture that it shows, and every page and section that it links to', async () => {
    for (const language of GUIDE_LANGUAGES) {
      for (const { slug } of readGuide(ROOT, language)) {
        const { statusCode, body } = await get(`/docs/${language}/${slug}`);
        expect(statusCode).toBe(200);
        // Marks of Markdown in the page are a link or an emphasis that the renderer did not take for one.
        expect(body.replaceAll(/<pre>.*?<\/pre>|<code>.*?<\/code>/gs, ''), slug).not.toMatch(
          /\]\(|\*\*|\d\d-[a-z-]+\.md/,
        );
        for (const [, path] of body.matchAll(/(?:src|href)="(\/docs\/[^"#]*|[a-z-]+(?=["#]))/g)) {
          const address = path!.startsWith('/') ? path! : `/docs/${language}/${path}`;
          expect([address, (await get(address)).statusCode], slug).toEqual([address, 200]);
        }
        const ids = new Set([...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
        for (const [, id] of body.matchAll(/href="#([^"]+)"/g)) expect(ids, slug).toContain(decodeURIComponent(id!));
      }
    }
  });

  it('has pictures that load quickly, and none that no page shows', () => {
    const shown = new Set(
      GUIDE_LANGUAGES.flatMap((language) =>
        readGuide(ROOT, language).flatMap(({ html }) =>
          [...html.matchAll(/\/docs\/images\/([\w.-]+)/g)].map(([, name]) => name),
        ),
      ),
    );
    const folder = join(ROOT, 'images');
    expect(readdirSync(folder).filter((name) => !shown.has(name))).toEqual([]);
    expect(readdirSync(folder).filter((name) => statSync(join(folder, name)).size > 150_000)).toEqual([]);
  });

  it('opens in the language of the browser', async () => {
    expect((await get('/docs', { 'accept-language': 'en-GB,en' })).headers.location).toBe('/docs/en');
    expect((await get('/docs', { 'accept-language': 'zh-CN' })).headers.location).toBe('/docs/zh-CN');
  });

  it('knows nothing outside its folder', async () => {
    for (const path of [
      '/docs/fr/start',
      '/docs/en/nothing',
      '/docs/images/..%2Fen%2F01-start.md',
      '/docs/images/a.svg',
    ])
      expect((await get(path)).statusCode, path).toBeGreaterThanOrEqual(400);
  });
});
