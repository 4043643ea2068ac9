import type { Facts } from '../../../../../src/modules/insights/contract.ts';
import type { Say } from './use-say.ts';

/** A text of the catalogue with facts written in their formats (`{{mau, count}}`), as the words of the insights are. */
export function factsText({ t, words }: Say, key: string, facts: Facts): string {
  const text: unknown = t(key, { skipInterpolation: true, defaultValue: '' });
  return words.say(String(text), facts);
}
