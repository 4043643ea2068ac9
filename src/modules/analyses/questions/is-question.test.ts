import { describe, expect, it } from 'vitest';
import { isQuestion } from './is-question.ts';

describe('asks', () => {
  it.each([
    '有人知道报名截止到哪天吗',
    '这个怎么安装？',
    '怎么安装',
    '为什么登录不了',
    '请问周末还有名额',
    '多少钱一本',
    '你呢',
    '价格呢',
    '是不是要提前预约',
    '能不能改到周日',
    '几点开始',
    '求推荐一本入门书',
    '大家好，想问一下发票在哪开',
    '谁有上次的课件',
    '新手怎么弄呢',
    '可以带朋友来吗～',
    '你明天来不',
    '我刚进群。活动地址在哪里？谢谢',
    'How do I install it',
    'how to split a text file',
    'Why is this failing',
    'Does anyone know a good dentist',
    'is there a way to prove this',
    'Can you help me with the proof',
    'hi all, what is the best book',
    "hey, what's the plan for Sunday",
    'any ideas for the title',
    'I was wondering if the list is public',
    'The build fails on Windows. Any idea why?',
    'Which version are you using',
    'quick question about tactics',
    'anyone here from Berlin',
    '@bob, are you coming',
    'この関数はどう使うんですか',
    '誰か教えてください',
    'インストールできますか？',
  ])('%s', (text) => expect(isQuestion(text)).toBe(true));
});

describe('asks nothing', () => {
  it.each([
    '',
    '？？？',
    '!!!',
    '大家早上好',
    '没什么，随便聊聊',
    '什么鬼 这后面还要打两个',
    '哪来的新人',
    '猜这个有什么好玩',
    '他什么都知道',
    '我还在睡呢',
    '不知道为什么',
    '谁都可以参加',
    '水果蔬菜什么的',
    '无论如何谢谢你',
    '过几天再说',
    '好几个人都说好',
    '我来介绍如何报名',
    '没怎么用过',
    '那么就这样吧',
    'https://example.org/search?q=how',
    '`why?`',
    '> why does it fail?\nbecause of the cache',
    'What a nice day',
    'when I was young we had none',
    'This is how it works',
    'I know what you mean',
    'thanks for the help',
    'See you on Sunday.',
    'ありがとうございます',
    'そうですね',
    '[图片]',
    '@[who is this] hello',
  ])('%s', (text) => expect(isQuestion(text)).toBe(false));
});

it('reads the whole of a text, wherever the question stands', () => {
  expect(isQuestion('Good morning. Where do we meet? See you there.')).toBe(true);
  expect(isQuestion('昨天的课很好！作业交到哪里？谢谢老师。')).toBe(true);
});
