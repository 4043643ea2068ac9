import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANALYSIS_KINDS } from '../../api/analyses.ts';
import { zhCN } from '../../i18n/zh-CN/index.ts';

describe('the words of analyses', () => {
  it('say every warning that the server gives', () => {
    const root = join(import.meta.dirname, '../../../../../src/modules/analyses');
    const files = globSync('**/*.ts', { cwd: root }).filter((file) => !file.includes('.test.'));
    const codes = files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/code: '([a-z_]+)', facts/g)].map(([, code]) => code!),
    );
    expect(codes.length).toBeGreaterThan(8);
    expect(codes.filter((code) => !(code in zhCN.analysis.warning))).toEqual([]);
  });

  it('name and explain every kind', () => {
    expect(ANALYSIS_KINDS.filter((kind) => !(kind in zhCN.analysisKind))).toEqual([]);
  });
});
