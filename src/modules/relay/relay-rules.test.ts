import { describe, expect, it } from 'vitest';
import { headingOf, isRelayed, questionIn, quoting, withHeading } from './relay-rules.ts';

describe('what goes out', () => {
  const hearing = { sourceGroupId: 'g', speakers: new Set(['ann']) };

  it('is what the speakers say in the source', () => {
    const said = { groupId: 'g', accountId: 'ann', bot: false };
    expect(isRelayed(hearing, said)).toBe(true);
    expect(isRelayed(hearing, { ...said, accountId: 'bob' })).toBe(false);
    expect(isRelayed(hearing, { ...said, groupId: 'other' })).toBe(false);
    expect(isRelayed({ sourceGroupId: 'g', speakers: new Set() }, { ...said, accountId: 'bob' })).toBe(true);
    expect(isRelayed({ sourceGroupId: 'g', speakers: new Set() }, { ...said, bot: true })).toBe(false);
    expect(isRelayed({ sourceGroupId: null, speakers: new Set() }, { ...said, groupId: null })).toBe(false);
  });

  it('says who speaks', () => {
    expect(headingOf('【{{speaker}}】', '李老师')).toBe('【李老师】');
    expect(headingOf('{{speaker}}:', '$& $1')).toBe('$& $1:');
    expect(withHeading({ kind: 'text', text: '开始了' }, '【李老师】')).toEqual({
      kind: 'text',
      text: '【李老师】\n开始了',
    });
    expect(withHeading({ kind: 'image', url: 'https://example.com/a.png', caption: '' }, '【李】')).toMatchObject({
      caption: '【李】',
    });
    expect(withHeading({ kind: 'text', text: 'x' }, '')).toEqual({ kind: 'text', text: 'x' });
    expect(quoting({ name: '小王', text: '几点？' }, { kind: 'text', text: '八点' })).toEqual({
      kind: 'text',
      text: '「小王：几点？」\n八点',
    });
  });
});

describe('a question', () => {
  it('ends with its mark, unless a word begins it', () => {
    expect(questionIn('几点开始？', '')).toBe('几点开始？');
    expect(questionIn('什么是“关系”？”', '')).toBe('什么是“关系”？”');
    expect(questionIn('好的', '')).toBeUndefined();
    expect(questionIn('提问：几点开始', '提问')).toBe('几点开始');
    expect(questionIn('提问', '提问')).toBeUndefined();
    expect(questionIn('Q when is it', 'q')).toBe('when is it');
    expect(questionIn('几点开始？', '提问')).toBeUndefined();
  });
});
