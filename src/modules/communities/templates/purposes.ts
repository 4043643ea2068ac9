import type { GroupPurpose } from '../contract.ts';
import type { PresetWords } from './template-words.ts';

/** What each purpose of a group presets: hours until a question is answered, rules, kinds of content. */
export const PURPOSES: Record<GroupPurpose, PresetWords> = {
  product: {
    'zh-CN': {
      answerHours: 4,
      rules: '只谈产品：新品、使用、优惠。\n优惠以置顶公告为准，私下转账风险自负。\n售后问题请到服务群。',
      contentKinds: ['新品', '使用方法', '优惠', '成员体验'],
    },
    en: {
      answerHours: 4,
      rules:
        'Products only: what is new, how to use it, offers.\nOnly pinned offers count; private payments are at your own risk.\nFor after-sales please use the service group.',
      contentKinds: ['New products', 'How to use', 'Offers', 'Experiences'],
    },
  },
  expert: {
    'zh-CN': {
      answerHours: 24,
      rules:
        '提问前先搜索；写清背景、试过什么、想要什么。\n回答注明依据；不私下收费咨询。\n被采纳的回答会整理进知识库。',
      contentKinds: ['问答', '教程', '案例', '专栏'],
    },
    en: {
      answerHours: 24,
      rules:
        'Search first; give the background, what you tried, what you want.\nSay what an answer rests on; no paid advice in private.\nAccepted answers go into the knowledge base.',
      contentKinds: ['Questions', 'Tutorials', 'Cases', 'Columns'],
    },
  },
  service: {
    'zh-CN': {
      answerHours: 1,
      rules:
        '描述问题时附订单号或截图，注意遮住隐私。\n工作时间 9:00–21:00 内一小时答复，其余时间次日处理。\n解决后请回复「已解决」。',
      contentKinds: ['常见问题', '通知', '处理进度'],
    },
    en: {
      answerHours: 1,
      rules:
        'Give the order number or a picture, private data covered.\nAnswered within an hour from 9:00 to 21:00, else the next day.\nPlease say when it is solved.',
      contentKinds: ['Common questions', 'Notices', 'Progress'],
    },
  },
  chat: {
    'zh-CN': {
      answerHours: null,
      rules: '友善聊天，不刷屏、不引战、不发广告。\n深夜 23:00 后请安静。\n长内容发链接或文档。',
      contentKinds: ['话题', '晒图', '投票', '趣闻'],
    },
    en: {
      answerHours: null,
      rules:
        'Be kind; no flooding, no flame wars, no advertising.\nQuiet after 23:00.\nLong texts as a link or document.',
      contentKinds: ['Topics', 'Pictures', 'Polls', 'Fun'],
    },
  },
};
