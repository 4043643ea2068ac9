import { describe, expect, it } from 'vitest';
import { daysBetween, formatFor, zoneLabel } from './format.ts';

describe('format', () => {
  const zh = formatFor('zh-CN');
  const en = formatFor('en');

  it('shows the unknown as unknown, never as 0', () => {
    for (const show of [zh.count, zh.exact, zh.share, zh.decimal, zh.minutes, zh.change, zh.day]) {
      expect(show(null)).toBe('—');
    }
    for (const show of [zh.count, zh.exact, zh.share, zh.decimal, zh.minutes]) {
      expect(show(Number.NaN)).toBe('—');
      expect(show(0)).not.toBe('—');
    }
  });

  it('writes days without a zone', () => {
    expect(zh.day('2026-01-01')).toBe('2026年1月1日');
    expect(en.day('2026-01-01')).toBe('Jan 1, 2026');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(zh.daysBefore('2026-11-20', '2026-11-22')).toBe('前天');
    expect(en.daysBefore('2026-01-20', '2026-11-22')).toBe('10 months ago');
  });

  it('writes instants in the zone of the community', () => {
    expect(zh.instant('2026-11-22T16:30:00Z', 'Asia/Shanghai')).toBe('2026-11-23 00:30');
    expect(zoneLabel('Asia/Shanghai')).toBe('UTC+8');
    expect(en.relative(0, 90 * 60_000)).toBe('2 hours ago');
  });
});
