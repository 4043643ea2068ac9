import type { Stage, Tier } from '../../src/modules/insights/contract.ts';

/** Light or dark; the reader's choice, else the system's. */
export type ThemeName = 'light' | 'dark';

/**
 * Colours that JavaScript needs (antd's theme, canvas charts). `tokens.css` declares the same for style sheets; a test
 * keeps the two equal. `accent` is for graphics (3:1 on the surface), `accentStrong` for text and filled buttons (4.5:1).
 */
export const COLOURS = {
  light: {
    canvas: '#f5f8f6',
    surface: '#ffffff',
    sunken: '#eef3f0',
    line: '#dfe7e3',
    lineStrong: '#c3d0ca',
    text: '#12211b',
    textSoft: '#45554d',
    textFaint: '#62726a',
    accent: '#0e9f8a',
    accentStrong: '#0a7667',
    accentHover: '#075a4f',
    accentGround: '#e2f3f0',
    onAccent: '#ffffff',
    danger: '#c62f35',
    warning: '#9a5b00',
    success: '#16794a',
  },
  dark: {
    canvas: '#0c1311',
    surface: '#131c19',
    sunken: '#1a2622',
    line: '#25332d',
    lineStrong: '#3a4b44',
    text: '#e7f0ec',
    textSoft: '#b1c0b9',
    textFaint: '#8b9c94',
    accent: '#2bc4ab',
    accentStrong: '#3ed0b8',
    accentHover: '#6fe0cd',
    accentGround: '#16332d',
    onAccent: '#04211c',
    danger: '#ff7b7f',
    warning: '#f2b35b',
    success: '#4fcf8f',
  },
} as const satisfies Record<ThemeName, Record<string, string>>;

export type Colours = (typeof COLOURS)[ThemeName];

/** A tier's colour and the ink that is legible on it; the same in both themes. */
export const TIER_COLOURS: Record<Tier, { fill: string; ink: string }> = {
  newcomer: { fill: '#38bdf8', ink: '#06263a' },
  leader: { fill: '#8b5cf6', ink: '#ffffff' },
  loyal: { fill: '#4f46e5', ink: '#ffffff' },
  active: { fill: '#10b981', ink: '#04281b' },
  potential: { fill: '#f59e0b', ink: '#3a2200' },
  silent: { fill: '#94a3b8', ink: '#10192a' },
};

export const STAGE_COLOURS: Record<Stage, string> = {
  construction: '#f59e0b',
  development: '#10b981',
  maturity: '#0e9f8a',
  decline: '#ef4444',
  unknown: '#94a3b8',
};

/** Health bands, best first. */
export const BAND_COLOURS = {
  thriving: '#10b981',
  healthy: '#0e9f8a',
  strained: '#f59e0b',
  at_risk: '#ef4444',
} as const;

/** Weekly statuses, bottom of the stack first. */
export const STATUS_COLOURS = {
  retained: '#0e9f8a',
  returning: '#4f46e5',
  new: '#38bdf8',
  dormant: '#94a3b8',
} as const;

/** Joins above the axis, leaves below it. */
export const GROWTH_COLOURS = { joins: '#10b981', leaves: '#f59e0b' } as const;

/** The three lines of active people; told apart by width and dash as well. */
export const TREND_COLOURS = (c: Colours) =>
  ({
    mau: { colour: c.accentStrong, width: 2, type: 'solid' },
    wau: { colour: c.textSoft, width: 1.5, type: [6, 3] },
    dau: { colour: c.textFaint, width: 1.25, type: 'solid' },
  }) as const;

export const FONT =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif";

export const ACTIVITY_COLOURS = {
  core: '#4f46e5',
  active: '#10b981',
  potential: '#f59e0b',
  silent: '#94a3b8',
} as const;

export const VALUE_COLOURS = {
  champions: '#0e9f8a',
  new: '#38bdf8',
  loyal: '#4f46e5',
  at_risk: '#f59e0b',
  cannot_lose: '#ef4444',
  lost: '#94a3b8',
  promising: '#84cc16',
} as const;

/** Series without a meaning of their own, told apart by dash and direct label as well. */
export const SERIES_COLOURS: Record<ThemeName, readonly string[]> = {
  light: ['#0a7667', '#c2410c', '#4f46e5', '#a16207', '#0369a1', '#be185d', '#4d7c0f', '#57534e'],
  dark: ['#3ed0b8', '#fb923c', '#a5b4fc', '#fde047', '#38bdf8', '#f472b6', '#a3e635', '#d6d3d1'],
};

export const SERIES_DASHES = ['solid', [8, 4], [3, 3], [10, 3, 3, 3], [1, 3], [14, 5], [6, 2], [2, 6]] as const;
