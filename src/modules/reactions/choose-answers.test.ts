import { describe, expect, it } from 'vitest';
import { chooseAnswers, type ChosenFrom, type Happening } from './choose-answers.ts';

const rule = (id: string, trigger: ChosenFrom['trigger'], more: Partial<ChosenFrom> = {}): ChosenFrom => ({
  id,
  trigger,
  groupIds: [],
  enabled: true,
  ...more,
});
const words = (...list: string[]) => ({ kind: 'keyword' as const, words: list, matching: 'contains' as const });
const said = (text: string, more: Partial<Happening> = {}): Happening => ({
  kind: 'message',
  text,
  groupId: 'g1',
  first: false,
  ...more,
});
const chosen = (rules: ChosenFrom[], happening: Happening) =>
  chooseAnswers(rules, happening).map(({ rule: { id }, word }) => `${id}:${word}`);

describe('which rules answer', () => {
  it('is the first keyword rule that finds a word, and only that', () => {
    const rules = [rule('a', words('退货')), rule('b', words('积分')), rule('c', words('积分'))];
    expect(chosen(rules, said('我的积分呢'))).toEqual(['b:积分']);
    expect(chosen(rules, said('早'))).toEqual([]);
  });

  it('lets first words be thanked beside an answer', () => {
    const rules = [rule('thanks', { kind: 'first_message' }), rule('b', words('积分'))];
    expect(chosen(rules, said('积分', { first: true }))).toEqual(['thanks:null', 'b:积分']);
    expect(chosen(rules, said('积分'))).toEqual(['b:积分']);
  });

  it('greets who joins, and only then', () => {
    const rules = [rule('hello', { kind: 'welcome' }), rule('b', words('积分'))];
    expect(chosen(rules, { kind: 'join', text: '', groupId: 'g1', first: false })).toEqual(['hello:null']);
    expect(chosen(rules, said('hello'))).toEqual([]);
  });

  it('keeps to the groups of a rule and leaves out what is off', () => {
    const rules = [
      rule('off', words('x'), { enabled: false }),
      rule('own', words('x'), { groupIds: ['g2'] }),
      rule('all', words('x')),
    ];
    expect(chosen(rules, said('x'))).toEqual(['all:x']);
    expect(chosen(rules, said('x', { groupId: 'g2' }))).toEqual(['own:x']);
    expect(chosen(rules, said('x', { groupId: null }))).toEqual(['all:x']);
  });
});
