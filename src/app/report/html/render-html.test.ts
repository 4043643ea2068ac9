import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#kernel/number-format.ts';
import { insightMessages } from '#modules/insights/messages/index.ts';
import { sampleReport } from '../testing/sample-report.ts';
import { lineChart } from './line-chart.ts';
import { escape, html, raw } from '#kernel/markup.ts';
import { renderHtml } from './render-html.ts';
import { ticks } from './scale.ts';

const EVIL = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;

const tidy = (page: string): string => page.replaceAll(/\s+/gu, ' ').replaceAll(/ ?([<>]) ?/gu, '$1');

describe('renderHtml', () => {
  it.each(LANGUAGES)('has every section and its words in %s', (language) => {
    const page = renderHtml(sampleReport(), { language });
    const { sections } = insightMessages(language).report;
    for (const section of [
      sections.stage,
      sections.plays,
      sections.health,
      sections.members,
      sections.activity,
      sections.trend,
      sections.weekly,
      sections.retention,
      sections.heatmap,
      sections.network,
      sections.leaders,
      sections.wake,
      sections.words,
      sections.unknown,
    ]) {
      expect(page).toContain(`<h2>${section}</h2>`);
    }
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).not.toMatch(/undefined|NaN|\[object/u);
  });

  it('asks nobody for anything and runs nothing', () => {
    const page = renderHtml(sampleReport(), { language: 'en' });
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|https?:|\son\w+=/iu);
    expect(page).toContain("default-src 'none'");
  });

  it('escapes everything that comes from outside', () => {
    const page = renderHtml(
      sampleReport((report) => {
        report.community.name = EVIL;
        report.network.leaders[0]!.name = EVIL;
        report.wake[0]!.name = EVIL;
        report.wake[0]!.causes[0]!.facts = { group: EVIL, before: 2, after: 1 };
        report.words[0]!.group = EVIL;
        report.words[0]!.words[0]!.word = EVIL;
        report.plays[0]!.play = EVIL;
        report.plays[0]!.why.code = EVIL;
        report.timezone = EVIL;
        report.unknown[0]!.path = EVIL;
      }),
      { language: 'zh-CN' },
    );
    expect(page).not.toMatch(/<script|<img/iu);
    expect(page.split('&lt;script&gt;').length).toBeGreaterThan(9);
  });

  it('gives well-formed markup', () => {
    const page = renderHtml(sampleReport(), { language: 'en' });
    const open: string[] = [];
    const crossed: string[] = [];
    for (const [, closing, name, rest] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/giu)) {
      if (/^(?:meta|line|rect)$/u.test(name!) || rest!.endsWith('/')) continue;
      if (closing === '') open.push(name!);
      else if (open.pop() !== name) crossed.push(name!);
    }
    expect(crossed).toEqual([]);
    expect(open).toEqual([]);
  });

  it('hatches what is unfinished and marks the stage', () => {
    const page = tidy(renderHtml(sampleReport(), { language: 'en' }));
    expect(page).toContain('fill="url(#hatch-w)"');
    expect(page).toMatch(/cell hatched/u);
    expect(page).toMatch(/<li class="here"[^>]*aria-current="true">Development/u);
  });

  it('shows the unknown with its reason', () => {
    const page = renderHtml(
      sampleReport((report) => {
        report.network.density = null;
        report.unknown.push({ path: 'network.density', reason: 'few_members', facts: { members: 1 } });
      }),
      { language: 'en' },
    );
    expect(tidy(page)).toContain('<b class="unknown">unknown (there is only 1 member)</b>');
  });
});

describe('markup', () => {
  it('escapes values, joins lists, drops nothing else', () => {
    expect(html`<p title="${'"'}">${['a<', raw('<b>'), null, 3]}</p>`.text).toBe('<p title="&quot;">a&lt;<b>3</p>');
    expect(escape('&<>"\'\u0000\u0007a\tb')).toBe('&amp;&lt;&gt;&quot;&#39;a\tb');
  });
});

describe('charts', () => {
  it('start at zero and reach the highest value in round steps', () => {
    expect(ticks(880)).toEqual([0, 250, 500, 750, 1000]);
    expect(ticks(1091)).toEqual([0, 400, 800, 1200]);
    expect(ticks(7)).toEqual([0, 2, 4, 6, 8]);
    expect(ticks(0)).toEqual([0, 1]);
    for (const most of [1, 3, 19, 101, 4999, 123_456]) {
      expect(ticks(most).at(-1)!).toBeGreaterThanOrEqual(most);
      expect(ticks(most).length).toBeLessThanOrEqual(6);
    }
  });

  it('draw one day as well as many', () => {
    for (const values of [[5], [5, 0], Array.from({ length: 364 }, (_, index) => index)]) {
      const { text } = lineChart({
        lines: [{ name: 'DAU', color: 'red', values }],
        dates: [{ at: 0, text: '2026-01' }],
        title: 'x',
        width: 340,
        height: 220,
        language: 'en',
      });
      expect(text).not.toContain('NaN');
      expect(text).toContain(`DAU ${values.at(-1)!}`);
    }
  });
});
