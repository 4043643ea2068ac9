import { createRequire } from 'node:module';
import type { Jieba } from '@node-rs/jieba';
import { STOP_WORDS } from './stop-words.ts';

const KANA = /[\u3040-\u30ff]/;
const KATAKANA_RUN = /([\u30a1-\u30fa\u30fc]{2,})/;
const HAN = /\p{Script=Han}/u;
const HAN_ONLY = /^\p{Script=Han}+$/u;

/** What is not talk: code, formulas, links, mail, mentions, placeholders of pictures and emoji, marks of the text. */
const NOISE = [
  /```[^]*?(?:```|$)/g,
  /`[^`\n]*`/g,
  /\$\$?[^$\n]{1,400}\$\$?/g,
  /\b(?:https?|ftp):\/\/\S+/gi,
  /\bwww\.\S+/gi,
  /\b[\w.+-]+@[\w-]+\.[\w.]+/g,
  /@[\p{L}\p{N}_\-.]+/gu,
  /[[【](?:[^\][【】\n]{1,30})[\]】]/g,
  /:[a-z0-9_+-]{2,40}:/gi,
  /<[^<>\n]{1,80}>/g,
];

const latin = new Intl.Segmenter('en', { granularity: 'word' });
const japanese = new Intl.Segmenter('ja', { granularity: 'word' });
let jieba: Jieba | undefined;

/** The dictionary is 5 MB and takes a moment to load: only when Chinese is met. */
function chinese(): Jieba {
  if (!jieba) {
    const require = createRequire(import.meta.url);
    const { Jieba: Class } = require('@node-rs/jieba') as { Jieba: typeof Jieba };
    const { dict } = require('@node-rs/jieba/dict') as { dict: Uint8Array };
    jieba = Class.withDict(dict);
  }
  return jieba;
}

/**
 * Words of a text that can carry a topic, lower case: Chinese by jieba, Japanese (a text with kana) and all else by
 * Unicode's word boundaries. Stop words, numbers, links, mentions and placeholders are left out.
 */
export const tokenise = (text: string): string[] => tokenRuns(text).flat();

/** The same words in runs of neighbours: whatever is left out, and the end of a line or sentence, breaks a run. */
export function tokenRuns(text: string): string[][] {
  let clean = text;
  for (const noise of NOISE) clean = clean.replace(noise, '\n');
  const runs: string[][] = [];
  let run: string[] = [];
  const end = (): void => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (const segment of cut(clean)) {
    if (/^[^\S\n]+$/.test(segment)) continue;
    const word = segment
      .toLowerCase()
      .replace(/^['’_-]+|['’_-]+$/g, '')
      .replaceAll('’', "'");
    if (isTopical(word)) run.push(word);
    else end();
  }
  end();
  return runs;
}

/** Words, and what stands between them. */
function* cut(text: string): Generator<string> {
  if (KANA.test(text)) {
    // The boundaries of ICU fall inside foreign words; a run of katakana is one word.
    for (const part of text.split(KATAKANA_RUN)) {
      if (KATAKANA_RUN.test(part)) yield part;
      else for (const { segment } of japanese.segment(part)) yield segment;
    }
  } else if (HAN.test(text)) {
    yield* chinese().cut(text, true);
  } else {
    for (const { segment } of latin.segment(text)) yield segment;
  }
}

function isTopical(word: string): boolean {
  if (STOP_WORDS.has(word) || !/\p{L}/u.test(word)) return false;
  if (/^m_[0-9a-f]{6,}$/.test(word)) return false;
  if (/^[\u3040-\u309f]{1,3}$/.test(word)) return false;
  const length = [...word].length;
  if (/^(\p{L})\1+$/u.test(word)) return false;
  return HAN_ONLY.test(word) || KANA.test(word) ? length >= 2 && length <= 20 : length >= 3 && length <= 30;
}
