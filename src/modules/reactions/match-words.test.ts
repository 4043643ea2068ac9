import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findWord, foldText } from './match-words.ts';

const found = (text: string, word: string, matching: 'contains' | 'begins' | 'whole' = 'contains') =>
  findWord(text, [foldText(word)], matching) !== undefined;

describe('words in a message', () => {
  it('are found anywhere in Chinese, and as whole words where words have blanks between them', () => {
    expect(found('请问积分怎么查', '积分')).toBe(true);
    expect(found('say hi to all', 'hi')).toBe(true);
    expect(found('this is it', 'hi')).toBe(false);
    expect(found('hi你好', 'hi')).toBe(true);
    expect(found('VIP2群', 'vip')).toBe(false);
    expect(found('VIP 群', 'vip')).toBe(true);
  });

  it('do not depend on width, case or blanks', () => {
    expect(found('ＨＥＬＬＯ  World', 'hello world')).toBe(true);
    expect(found('this hi', 'HI')).toBe(true);
  });

  it('begin a message, or are all of it', () => {
    expect(found('签到 今天', '签到', 'begins')).toBe(true);
    expect(found('我要签到', '签到', 'begins')).toBe(false);
    expect(found('签到！', '签到', 'whole')).toBe(true);
    expect(found('【签到】', '签到', 'whole')).toBe(true);
    expect(found('签到了', '签到', 'whole')).toBe(false);
    expect(found('/help', '/help', 'whole')).toBe(true);
  });

  it('take the first of several, and find every word in itself', () => {
    expect(findWord('退群 转群', ['转群', '退群'], 'contains')).toBe('转群');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (word) => {
        const folded = foldText(word);
        fc.pre(folded !== '');
        for (const matching of ['contains', 'begins', 'whole'] as const)
          expect(findWord(word, [folded], matching)).toBe(folded);
      }),
    );
  });
});
