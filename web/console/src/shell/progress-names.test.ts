import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..');

it('gives every progress bar a name for those who hear it: most are there for a moment that no page is looked at in', () => {
  const bars = globSync('**/*.tsx', { cwd: SOURCE }).flatMap((file) => {
    const text = readFileSync(join(SOURCE, file), 'utf8');
    if (!/import \{[^}]*\bProgress\b[^}]*\} from 'antd'/.test(text)) return [];
    return [...text.matchAll(/<Progress\b[\s\S]*?\/>/g)].map(([bar]) => ({ file, named: bar.includes('aria-label') }));
  });
  expect(bars.length).toBeGreaterThan(3);
  expect(bars.filter(({ named }) => !named)).toEqual([]);
});
