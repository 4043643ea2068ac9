import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

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

type Checked = {
  zhCN: object;
  en: object;
  /** The folder that has a folder of catalogues for each language. */
  folder: string;
  /** Where texts are named, as a pattern below `web`. */
  sources: string;
  /** Keys whose text may be in the other language. */
  eitherLanguage?: readonly string[];
};

/** The tests that the catalogues of an app stand. */
export function describeCatalogues({ zhCN, en, folder, sources, eitherLanguage = [] }: Checked): void {
  describe('catalogues', () => {
    const zh = new Map(leaves(zhCN as Tree));
    const english = new Map(leaves(en as Tree));

    it('have the same keys in both languages', () => {
      expect([...english.keys()].sort()).toEqual([...zh.keys()].sort());
    });

    it('have no word of one file behind that of another', () => {
      const names = globSync('zh-CN/*.ts', { cwd: folder }).flatMap((file) =>
        file.endsWith('index.ts')
          ? []
          : [...readFileSync(join(folder, file), 'utf8').matchAll(/^  (\w+): (?:\{|')/gm)].map(([, name]) => `${name}`),
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
      expect([...english].filter(([path, text]) => chinese.test(text) && !eitherLanguage.includes(path))).toEqual([]);
    });

    it('hold every key that the source names', () => {
      const root = join(import.meta.dirname, '..');
      const known = new Set([...zh.keys()].map((path) => path.replace(/\[\d+\]$/, '')));
      const files = globSync(sources, { cwd: root });
      const missing = files.flatMap((file) =>
        [...readFileSync(join(root, file), 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)]
          .map((match) => match[1]!)
          .filter((key) => !known.has(key))
          .map((key) => `${file}: ${key}`),
      );
      expect(files.length).toBeGreaterThan(20);
      expect(missing).toEqual([]);
    });
  });
}
