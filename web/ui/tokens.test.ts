import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COLOURS, FONT, TIER_COLOURS, type ThemeName } from './tokens.ts';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** The custom properties of one rule of the style sheet. */
function declared(selector: string): Map<string, string> {
  const body = css.slice(css.indexOf(`${selector} {`)).split('}')[0]!;
  return new Map(
    [...body.matchAll(/--q-([\w-]+):\s*([^;]+);/g)].map((match) => [match[1]!, match[2]!.replace(/\s+/g, ' ').trim()]),
  );
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Contrast ratio 1…21 (WCAG 2.2). */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

const THEMES: [ThemeName, string][] = [
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
];

describe('tokens', () => {
  it.each(THEMES)('are the same in script and style sheet: %s', (name, selector) => {
    const found = declared(selector);
    for (const [key, value] of Object.entries(COLOURS[name]))
      expect([key, found.get(kebab(key))]).toEqual([key, value]);
    if (name === 'light') expect(found.get('font')).toBe(FONT);
  });

  it.each(THEMES)('give text a contrast of AA on every ground: %s', (name) => {
    const c = COLOURS[name];
    for (const ground of [c.canvas, c.surface]) {
      for (const ink of [c.text, c.textSoft, c.textFaint, c.accentStrong, c.danger, c.warning, c.success]) {
        expect(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(c.accent, ground), `accent on ${ground}`).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(c.onAccent, c.accentStrong)).toBeGreaterThanOrEqual(4.5);
  });

  it('keep the letter of a tier legible on its colour', () => {
    for (const { fill, ink } of Object.values(TIER_COLOURS))
      expect(contrast(ink, fill), fill).toBeGreaterThanOrEqual(4.2);
  });
});
