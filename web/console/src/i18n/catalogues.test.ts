import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

type Tree = { [key: string]: string | string[] | Tree };

/** Every path with its text; plural forms of one phrase are one path. */
function leaves(tree: Tree, at = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = `${at}${at ? '.' : ''}${key.replace(/_(one|other)$/, '')}`;
    if (typeof value === 'string') return [[path, value] as [string, string]];
    if (Array.isArray(value)) return [[`${path}[${value.length}]`, value.join('\n')] as [string, string]];
    return leaves(value, path);
  });
}

const slots = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]!))].sort();

describe('catalogues', () => {
  const zh = new Map(leaves(zhCN as unknown as Tree));
  const english = new Map(leaves(en as unknown as Tree));

  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...zh.keys()].sort());
  });

  it('have no word of one file behind that of another', () => {
    const names = globSync('zh-CN/*.ts', { cwd: import.meta.dirname }).flatMap((file) =>
      file.endsWith('index.ts')
        ? []
        : [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/^  (\w+): (?:\{|')/gm)].map(
            ([, name]) => `${name}`,
          ),
    );
    const problems = new Set(Object.keys((zhCN as { problem?: object }).problem ?? {}));
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name, at) => names.indexOf(name) !== at && !problems.has(name))).toEqual([]);
  });

  it('fill the same slots in both languages', () => {
    const differing = [...zh]
      .filter(([path, text]) => slots(text).join() !== slots(english.get(path)!).join())
      .map(([path]) => path);
    expect(differing).toEqual([]);
  });

  it('leave no English text untranslated in Chinese, nor Chinese in English', () => {
    const chinese = /\p{Script=Han}/u;
    const names = new Set(['palette.toOther', 'app.latin']);
    expect([...english].filter(([path, text]) => chinese.test(text) && !names.has(path))).toEqual([]);
  });

  it('hold every key that the source names', () => {
    const root = join(import.meta.dirname, '../../..');
    const known = new Set([...zh.keys()].map((path) => path.replace(/\[\d+\]$/, '')));
    const files = globSync('{ui,console/src}/**/*.{ts,tsx}', { cwd: root });
    const missing = files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)]
        .map((match) => match[1]!)
        .filter((key) => !known.has(key))
        .map((key) => `${file}: ${key}`),
    );
    expect(files.length).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });
});
