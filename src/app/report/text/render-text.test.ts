import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '#kernel/number-format.ts';
import { insightMessages } from '#modules/insights/messages/index.ts';
import { sampleReport } from '../testing/sample-report.ts';
import { widthOf } from './layout.ts';
import { renderText } from './render-text.ts';

const plainText = (language: Language, width = 100, change?: Parameters<typeof sampleReport>[0]): string =>
  renderText(sampleReport(change), { language, width, color: false });

describe('renderText', () => {
  it.each(LANGUAGES)('has every section in %s', (language) => {
    const page = plainText(language);
    const { sections } = insightMessages(language).report;
    for (const section of [
      sections.plays,
      sections.health,
      sections.stage,
      sections.members,
      sections.engagement,
      sections.activityScheme,
      sections.value,
      sections.activity,
      sections.weekly,
      sections.retention,
      sections.hours,
      sections.network,
      sections.leaders,
      sections.wake,
      sections.words,
      sections.unknown,
    ]) {
      expect(page).toContain(section);
    }
  });

  it.each([40, 60, 80, 100, 200])('stays within %d columns in both languages', (width) => {
    for (const language of LANGUAGES) {
      for (const line of plainText(language, width).split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width);
    }
  });

  it('stays within the width with long names and wide marks', () => {
    const page = plainText('zh-CN', 60, (report) => {
      report.network.leaders[0]!.name = '很长很长的名字'.repeat(20);
      report.wake[0]!.name = 'x'.repeat(300);
      report.words[0]!.group = '📚👨‍👩‍👧'.repeat(30);
    });
    for (const line of page.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(60);
  });

  it('colours without changing a word or a width', () => {
    const report = sampleReport();
    const options = { language: 'zh-CN', width: 90 } as const;
    const colored = renderText(report, { ...options, color: true });
    expect(colored).not.toBe(renderText(report, { ...options, color: false }));
    expect(stripVTControlCharacters(colored)).toBe(renderText(report, { ...options, color: false }));
  });

  it('shows the unknown as unknown, with the reason, never as 0', () => {
    const page = plainText('en', 100, (report) => {
      report.activity.stickiness = null;
      report.unknown.push({ path: 'activity.stickiness', reason: 'nobody_active', facts: { days: 28 } });
    });
    expect(page).toMatch(/Stickiness\s+unknown \(nobody was active in 28 days\)/u);
    expect(page).toContain('left out: no survey and no cases yet');
  });

  it('says when a sample is small, a week unfinished and a ratio unsteady', () => {
    const page = plainText('en', 100, (report) => (report.activity.stickinessUnsteady = true));
    expect(page.replaceAll(/\s+/gu, ' ')).toContain('small sample (18)');
    expect(page).toMatch(/2026-W47 .*unfinished/u);
    expect(page).toMatch(/2026-W47\s+18\s+\(100%\)/u);
    expect(page.replaceAll(/\s+/gu, ' ')).toContain('under 1,000 members the ratio is unsteady');
  });

  it('lets no name drive the terminal', () => {
    const page = plainText(
      'en',
      100,
      (report) => (report.network.leaders[0]!.name = 'x\u001B]0;owned\u0007\u001B[2J\r\ny'),
    );
    expect(page).not.toContain('\u001B');
    expect(page).toContain('x ]0;owned [2J y');
  });

  it('shows codes that have no words yet plainly', () => {
    const page = plainText('en', 100, (report) =>
      report.plays.push({
        play: 'new_play',
        why: { code: 'new_reason', facts: { n: 3 } },
        members: null,
        metric: 'new_metric',
      }),
    );
    expect(page).toContain('new play');
    expect(page).toContain('new reason (n 3)');
  });

  it('says so when nothing counts', () => {
    const page = plainText('en', 100, (report) =>
      Object.assign(report.events, { counted: 0, first: null, last: null }),
    );
    expect(page).toContain('there are no events to compute from');
    expect(page).not.toContain('Members and tiers');
  });
});
