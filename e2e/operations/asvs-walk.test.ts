import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
const walk = text.slice(text.indexOf('## ASVS 5.0'));
const ITEM = /\b\d+\.\d+\.\d+\b/g;

/** Each item of the walk, with its mark; those of a chapter that does not apply stand in one line. */
function items(): { item: string; mark: string }[] {
  const rows = [...walk.matchAll(/^\| (\d+\.\d+\.\d+) \| .+? \| ([✓–✗]) \| .+ \|$/gm)];
  const lists = walk.split('\n').filter((line) => line.includes('Does not apply (–):'));
  const listed = lists.flatMap((line) => line.match(ITEM)!.map((item) => ({ item, mark: '–' })));
  return [...rows.map(([, item, mark]) => ({ item: item!, mark: mark! })), ...listed];
}

it('the walk through ASVS has each item once and counts them right', () => {
  const all = items();
  const count = (mark: string) => all.filter((one) => one.mark === mark).length;
  expect(new Set(all.map(({ item }) => item)).size).toBe(all.length);
  expect(walk.match(/^Of .+$/m)![0]).toBe(
    `Of ${all.length} items ${count('✓')} are met, ${count('–')} do not apply, ${count('✗')} are not met or not wholly.`,
  );
});
