/** Ready rules, in the order in which they are offered. */
export const TEMPLATES = [
  'quiet_newcomers',
  'fading_leaders',
  'regulars',
  'isolated',
  'asked_refund',
  'lapsed_buyers',
  'second_step',
  'champions',
] as const;
export type Template = (typeof TEMPLATES)[number];
