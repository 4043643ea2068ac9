import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Manifest, resolveConfig } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = import.meta.dirname;
const KILOBYTE = 1000;
/** What the first page may weigh, compressed: all JavaScript until it stands, in one language, with all of its blocks. */
const MOST = 150 * KILOBYTE;

let out: string;
let manifest: Manifest;
/** What was built, by its name below the folder. */
let files: Map<string, string>;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'qunluo-member-'));
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  await build({ root: ROOT, logLevel: 'error', build: { outDir: out, emptyOutDir: true } });
  process.env['NODE_ENV'] = NODE_ENV;
  manifest = JSON.parse(await readFile(join(out, '.vite/manifest.json'), 'utf8')) as Manifest;
  const names = (await readdir(join(out, 'assets'))).filter((name) => /\.(js|css)$/.test(name));
  files = new Map(
    await Promise.all(
      names.map(async (name) => [`assets/${name}`, await readFile(join(out, 'assets', name), 'utf8')] as const),
    ),
  );
});
afterAll(() => rm(out, { recursive: true, force: true }));

/** A chunk and all that it cannot do without. */
function withImports(key: string, found = new Set<string>()): Set<string> {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key]!.imports ?? []) withImports(next, found);
  return found;
}

const weightOf = (keys: Iterable<string>): number =>
  [...new Set([...keys].map((key) => manifest[key]!.file))]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(files.get(file)!, { level: 9 }).length, 0);

/** What the browser loads until the first page stands. */
async function firstLoad(language: 'zh-CN' | 'en'): Promise<Set<string>> {
  const entry = Object.keys(manifest).find((key) => manifest[key]!.isEntry)!;
  const blocks = [...(await readFile(join(ROOT, 'src/home-blocks.ts'), 'utf8')).matchAll(/import\('\.\/(.+?)'\)/g)].map(
    ([, path]) => `src/${path}`,
  );
  const found = withImports(entry);
  for (const key of [`src/i18n/${language}/index.ts`, ...blocks]) withImports(key, found);
  return found;
}

/** Names that Chromium 107 does not know: what they do has to be written otherwise. */
const TOO_NEW_CALLS =
  /\.(toSorted|toReversed|toSpliced|isWellFormed|toWellFormed|symmetricDifference|isSubsetOf|isDisjointFrom)\(|\b(Object|Map)\.groupBy\(|Promise\.(withResolvers|try)\(|URL\.(canParse|parse)\(|AbortSignal\.any\(|Array\.fromAsync\(/g;
const TOO_NEW_STYLES =
  /color-mix\(|light-dark\(|text-wrap:|field-sizing:|@starting-style|@scope|@layer[^{]*\{[^}]*&|\{[^{}]*&[^{}]*\{/g;

describe('the members’ pages', () => {
  it('come with less than 150 KB of compressed JavaScript', async () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const weight = weightOf(await firstLoad(language));
      expect([language, weight < MOST], `${weight} bytes`).toEqual([language, true]);
      // A measure that finds nothing would pass.
      expect(weight).toBeGreaterThan(70 * KILOBYTE);
    }
  });

  it('load a page and a language when they are shown, not before', async () => {
    const first = await firstLoad('zh-CN');
    const pages = Object.keys(manifest).filter((key) => /^src\/pages\/.*-page\.tsx$/.test(key));
    expect(pages.length).toBeGreaterThan(4);
    expect(pages.filter((key) => first.has(key))).toEqual([]);
    expect(first.has('src/i18n/en/index.ts')).toBe(false);
  });

  it('are built for Chromium 107 and ask nothing newer of it', async () => {
    const { build: options } = await resolveConfig({ root: ROOT, logLevel: 'error' }, 'build');
    expect([options.target, options.cssTarget]).toEqual(['chrome107', 'chrome107']);
    const found = [...files].flatMap(([name, text]) => {
      const tooNew = name.endsWith('.css') ? TOO_NEW_STYLES : TOO_NEW_CALLS;
      return [...text.matchAll(tooNew)].map(([what]) => `${name}: ${what.slice(0, 60)}`);
    });
    expect(found).toEqual([]);
  });

  it('carry neither antd nor the schemas of the contracts', () => {
    const carried = [...files].filter(([name, text]) => name.endsWith('.js') && /ant-btn|ZodError/.test(text));
    expect(carried.map(([name]) => name)).toEqual([]);
  });
});
