import { theme as antd, type ThemeConfig } from 'antd';
import type { Density } from './density.ts';
import { COLOURS, type ThemeName } from './tokens.ts';

/** Ant Design's theme out of our tokens, so that its controls and our own parts look like one thing. `motion`: whether they may move. */
export function antdTheme(name: ThemeName, { motion, density }: { motion: boolean; density: Density }): ThemeConfig {
  const c = COLOURS[name];
  return {
    algorithm: [
      name === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
      ...(density === 'compact' ? [antd.compactAlgorithm] : []),
    ],
    token: {
      colorPrimary: c.accentStrong,
      // What antd would derive from the accent is too pale for text, and too grey under it.
      colorPrimaryHover: c.accentHover,
      colorPrimaryActive: c.accentHover,
      colorPrimaryBg: c.accentGround,
      colorPrimaryBgHover: c.accentGround,
      controlItemBgActive: c.accentGround,
      controlItemBgActiveHover: c.accentGround,
      colorLinkHover: c.accentHover,
      colorLinkActive: c.accentHover,
      colorInfo: c.accentStrong,
      colorLink: c.accentStrong,
      colorSuccess: c.success,
      colorWarning: c.warning,
      colorError: c.danger,
      colorBgBase: c.surface,
      colorBgLayout: c.canvas,
      colorBgContainer: c.surface,
      colorBgElevated: name === 'dark' ? '#1a2622' : c.surface,
      colorTextBase: c.text,
      colorText: c.text,
      colorTextSecondary: c.textSoft,
      colorTextTertiary: c.textFaint,
      colorTextDescription: c.textFaint,
      colorTextPlaceholder: c.textFaint,
      colorBorder: c.lineStrong,
      colorBorderSecondary: c.line,
      borderRadius: 6,
      borderRadiusLG: 12,
      borderRadiusSM: 6,
      fontFamily: 'var(--q-font)',
      fontSize: 14,
      lineHeight: 1.5,
      motion,
      wireframe: false,
    },
    components: {
      Button: {
        primaryColor: c.onAccent,
        borderRadiusLG: 6,
        primaryShadow: 'none',
        defaultShadow: 'none',
        fontWeight: 500,
      },
      Input: { borderRadiusLG: 6 },
      InputNumber: { borderRadiusLG: 6 },
      Select: { borderRadiusLG: 6 },
      Tooltip: { colorBgSpotlight: name === 'dark' ? '#2b3a34' : '#16241e' },
    },
  };
}
