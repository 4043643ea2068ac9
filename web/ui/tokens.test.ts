import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ACTIVITY_COLOURS,
  BAND_COLOURS,
  COLOURS,
  FONT,
  GROWTH_COLOURS,
  STATUS_COLOURS,
  TIER_COLOURS,
  type ThemeName,
  VALUE_COLOURS,
} from './tokens.ts';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** The custom properties of one rule of the style sheet. */
function declared(selector: string): Map<string, string> {
  const body = css.slice(css.indexOf(`${selector} {`)).split('}')[0]!;
  return new Map(
    [...body.matchAll(/--q-([\w-]+):\s*([^;]+);/g)].map((match) => [match[1]!, match[2]!.replace(/\s+/g, ' ').trim()]),
  );
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `#rrggbb` as linear RGB, 0…1. */
const linear = (hex: string): number[] =>
  [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Linear RGB in Oklab (Ottosson 2020), where equal distances look equally different; 0.02 is just noticeable. */
function oklab(rgb: readonly number[]): number[] {
  const [r = 0, g = 0, b = 0] = rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
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
    for (const ink of [c.accentStrong, c.accentHover]) {
      expect(contrast(c.onAccent, ink), `on ${ink}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ink, c.accentGround), `${ink} on its ground`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('keep the letter of a tier legible on its colour', () => {
    for (const { fill, ink } of Object.values(TIER_COLOURS))
      expect(contrast(ink, fill), fill).toBeGreaterThanOrEqual(4.2);
  });

  /** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
  const SIGHTS = {
    protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
    tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  } as const;
  const tiers = Object.entries(TIER_COLOURS).map(([name, { fill }]) => [name, fill] as const);
  /** Colours that lie side by side in a bar or a stack. */
  const NEIGHBOURS: Record<string, readonly (readonly [string, string])[]> = {
    tiers,
    statuses: (['retained', 'returning', 'new'] as const).map((key) => [key, STATUS_COLOURS[key]]),
    growth: Object.entries(GROWTH_COLOURS),
    activity: Object.entries(ACTIVITY_COLOURS),
    value: Object.entries(VALUE_COLOURS),
    bands: Object.entries(BAND_COLOURS),
  };

  it.each(Object.keys(SIGHTS))('tell neighbours apart for eyes with %s', (sight) => {
    const matrix = SIGHTS[sight as keyof typeof SIGHTS];
    const seen = (hex: string) => {
      const rgb = linear(hex);
      return oklab([0, 1, 2].map((row) => rgb.reduce((sum, one, at) => sum + one * matrix[row * 3 + at]!, 0)));
    };
    for (const [palette, colours] of Object.entries(NEIGHBOURS)) {
      for (let index = 1; index < colours.length; index++) {
        const [a, b] = [colours[index - 1]!, colours[index]!];
        const distance = Math.hypot(...seen(a[1]).map((one, at) => one - seen(b[1])[at]!));
        expect(distance, `${palette}: ${a[0]} beside ${b[0]}`).toBeGreaterThan(0.05);
      }
    }
  });
});
