import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomFor, splitText } from './split-text.ts';

const bare = (text: string): string => text.replaceAll(/\s/gu, '');

describe('a text for IRC', () => {
  it('is one line while it fits', () => {
    expect(splitText('hello  there', 100)).toEqual(['hello  there']);
    expect(splitText('一行\r\n\r\n另一行\n', 100)).toEqual(['一行', '另一行']);
    expect(splitText(' \n ', 100)).toEqual([]);
  });

  it('is broken between words, and within one only where it is longer than a line', () => {
    expect(splitText('one two three', 7)).toEqual(['one two', 'three']);
    expect(splitText('see https://a.example/long yes', 10)).toEqual(['see', 'https://a.', 'example/lo', 'ng yes']);
  });

  it('keeps characters whole: 3 bytes of Chinese, a family of 25 bytes', () => {
    expect(splitText('群落群落', 7)).toEqual(['群落', '群落']);
    const family = '👨‍👩‍👧‍👦';
    expect(splitText(`a${family}b`, 26)).toEqual([`a${family}`, 'b']);
  });

  it('holds nothing that ends a line or begins a command', () => {
    expect(splitText('a\0b\u0001c\rQUIT :x', 100)).toEqual(['abc', 'QUIT :x']);
  });

  it('loses nothing but white space, and never makes a line too long', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(' ', '\n', '群', 'ab', '👩‍🚀'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (words, most) => {
        const lines = splitText(words, most);
        for (const line of lines) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(most);
          expect(line).toMatch(/\S/u);
          expect(line.isWellFormed()).toBe(true);
          expect(line).not.toMatch(/[\r\n\0]/u);
        }
        expect(bare(lines.join(''))).toBe(bare(words.replaceAll('\0', '').replaceAll('\u0001', '')));
      }),
    );
  });

  it('leaves room for what others see before it', () => {
    expect(roomFor('nick', '#channel')).toBe(512 - ':nick PRIVMSG #channel :\r\n'.length - 77);
  });
});
