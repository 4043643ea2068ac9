import type { Warning } from '../common.contract.ts';
import type { TextCounts } from './sample-texts.query.ts';

/** Under this share of writings with a text it is said that texts are missing. */
const MOST_HAVE_TEXTS = 0.9;

/** Says where texts are not kept any more or never came, and where only a sample was read. */
export function textWarnings({ writings, texts }: TextCounts, read: number): Warning[] {
  const warnings: Warning[] = [];
  if (writings > 0 && texts === 0) warnings.push({ code: 'no_texts', facts: { writings } });
  else if (texts < writings * MOST_HAVE_TEXTS) warnings.push({ code: 'texts_missing', facts: { writings, texts } });
  if (read < texts) warnings.push({ code: 'sampled', facts: { read, texts } });
  return warnings;
}
