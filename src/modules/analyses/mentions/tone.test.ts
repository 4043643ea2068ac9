import { describe, expect, it } from 'vitest';
import { toneOf } from './tone.ts';

const tone = (text: string, name: string): string => {
  const from = text.indexOf(name);
  return toneOf(text, [{ from, to: from + name.length }]).tone;
};

describe('the tone of a mention', () => {
  it.each([
    ['星河手机真的很好用', '星河', 'positive'],
    ['星河不好用，老是死机', '星河', 'negative'],
    ['星河不错', '星河', 'positive'],
    ['星河没有那么难用', '星河', 'positive'],
    ['星河并不推荐', '星河', 'negative'],
    ['星河今天发布新品', '星河', 'neutral'],
    ['难道星河差不多要慢慢来', '星河', 'neutral'],
    ['星河没有问题', '星河', 'positive'],
    ['昨天的火锅太难吃了。星河几点开门', '星河', 'neutral'],
    ['星河服务好但是太贵', '星河', 'neutral'],
    ['星河质量差，要退款！', '星河', 'negative'],
    ['I love Acme', 'Acme', 'positive'],
    ["I don't like Acme", 'Acme', 'negative'],
    ['Acme is not a bad choice', 'Acme', 'positive'],
    ['Acme is not very useful', 'Acme', 'negative'],
    ['Acme crashed again. The weather is great', 'Acme', 'negative'],
    ['never had any problems with Acme', 'Acme', 'positive'],
    ['Acme ships on Monday', 'Acme', 'neutral'],
    ['Good Acme', 'Good Acme', 'neutral'],
  ])('%s', (text, name, expected) => {
    expect(tone(text, name)).toBe(expected);
  });

  it('marks the words that it was read from', () => {
    const text = 'Acme is not good';
    expect(toneOf(text, [{ from: 0, to: 4 }]).marks).toEqual([{ from: 12, to: 16, as: 'negative' }]);
  });
});
