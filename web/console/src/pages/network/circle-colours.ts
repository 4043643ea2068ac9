import type { ThemeName } from '../../../../ui/tokens.ts';

/** After Okabe and Ito, told apart with every kind of colour blindness; circles past these are grey and have their label. */
const COLOURS: Record<ThemeName, readonly string[]> = {
  light: ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#B8860B', '#56B4E9', '#7A4FBF', '#8C564B'],
  dark: ['#4FA8E0', '#F08A4B', '#35C79B', '#E39CC4', '#E6C229', '#8FD0F5', '#A98AE8', '#C49A8C'],
};
const OTHER: Record<ThemeName, string> = { light: '#8A9A92', dark: '#71827A' };

/** Circles that have a colour of their own: the largest. */
export const COLOURED = COLOURS.light.length;

/** The colour of a circle by its number, 0 for none. */
export const circleColour = (circle: number, theme: ThemeName): string => COLOURS[theme][circle - 1] ?? OTHER[theme];
