import { describe, expect, it } from 'vitest';
import type { CommunityReport } from './contract.ts';
import { reportSentence, sentenceFacts } from './report-sentence.ts';

type Week = CommunityReport['activity']['weekly'][number];

const week = (name: string, counts: [number, number, number], complete = true): Week => ({
  week: name,
  new: counts[0],
  retained: counts[1],
  returning: counts[2],
  dormant: 9,
  complete,
});

const report = (options: { asOf: string; weekly: Week[]; stage?: string; score?: number | null }): CommunityReport =>
  ({
    asOf: options.asOf,
    activity: { weekly: options.weekly },
    stage: { value: options.stage ?? 'maturity', evidence: [] },
    health: {
      score: options.score === undefined ? 72 : options.score,
      band: options.score === null ? null : 'healthy',
    },
  }) as unknown as CommunityReport;

describe('reportSentence', () => {
  const falling = [week('2026-W45', [30, 150, 41]), week('2026-W46', [20, 152, 42])];

  it('says stage, health, the week that has just ended, and what made the difference', () => {
    const sentence = reportSentence(report({ asOf: '2026-11-15', weekly: falling }), 'zh-CN');
    expect(sentence).toBe('成熟期 · 健康度 72（健康） · 本周 214 人活跃，比前一周少 3.2%，主因：新增 30 → 20 人');
  });

  it('speaks of the last full week while this one runs', () => {
    const weekly = [...falling, week('2026-W47', [1, 2, 3], false)];
    expect(reportSentence(report({ asOf: '2026-11-18', weekly }), 'en')).toBe(
      'Maturity · health 72 (healthy) · 214 people active in the last full week, 3.2% fewer than the week before, mainly new people 30 → 20',
    );
  });

  it('explains no change that may be chance', () => {
    const weekly = [week('2026-W45', [30, 150, 40]), week('2026-W46', [29, 150, 40])];
    expect(sentenceFacts(report({ asOf: '2026-11-15', weekly })).cause).toBeUndefined();
    expect(
      reportSentence(
        report({ asOf: '2026-11-15', weekly: [falling[0]!, { ...falling[0]!, week: '2026-W46' }] }),
        'zh-CN',
      ),
    ).toContain('与前一周持平');
  });

  it('says what is unknown', () => {
    expect(reportSentence(report({ asOf: '2026-11-15', weekly: [], stage: 'unknown', score: null }), 'zh-CN')).toBe(
      '阶段未知 · 健康度未知 · 还没有满一周的数据',
    );
  });

  it('does not divide by an empty week', () => {
    const facts = sentenceFacts(
      report({ asOf: '2026-11-15', weekly: [week('2026-W45', [0, 0, 0]), week('2026-W46', [5, 0, 0])] }),
    );
    expect(facts.change).toBeUndefined();
    expect(facts.cause).toEqual({ status: 'new', from: 0, to: 5 });
  });
});
