import type { RuleWords } from './rule-words.ts';

/** What holds in every community, whatever it is about. */
export const everyCommunity: RuleWords = {
  'zh-CN': [
    {
      title: '不刷屏',
      text: '短时间内不连发多条消息，长内容用文档或链接；深夜 23:00 后请安静。',
      examples: ['一分钟内连发十条以上', '连续发送大量表情'],
      cost: 1,
    },
    {
      title: '友善交流',
      text: '对事不对人。不嘲笑、不引战、不给别人贴标签。',
      examples: ['讽刺提问的新人', '把争论带到其他群'],
      cost: 2,
    },
    {
      title: '不发广告',
      text: '未经管理团队同意，不发广告、外部群二维码与返利链接，也不私下加成员推销。',
      examples: ['发外部群二维码', '私信成员推销'],
      cost: 3,
    },
    {
      title: '不人身攻击',
      text: '不辱骂、不骚扰、不歧视，不公开别人的隐私。',
      examples: ['辱骂成员', '公开他人聊天截图或联系方式'],
      cost: 6,
    },
    {
      title: '不欺诈不违法',
      text: '不诈骗、不冒充、不传播违法内容。发现后立即处理，并保留证据。',
      examples: ['冒充管理员收款', '发布违法信息'],
      cost: 12,
    },
  ],
  en: [
    {
      title: 'No flooding',
      text: 'Not many messages in a short time; long texts as a document or a link. Quiet after 23:00.',
      examples: ['more than ten messages in a minute', 'rows of stickers'],
      cost: 1,
    },
    {
      title: 'Be kind',
      text: 'Talk about the matter, not the person. No mockery, no flame wars, no labels.',
      examples: ['mocking a newcomer’s question', 'carrying a quarrel into another group'],
      cost: 2,
    },
    {
      title: 'No advertising',
      text: 'No advertising, codes of other groups or rebate links unless the team agreed; no selling to members in private.',
      examples: ['the QR code of another group', 'sales messages to members'],
      cost: 3,
    },
    {
      title: 'No personal attacks',
      text: 'No insults, no harassment, no discrimination, and nobody’s private life in public.',
      examples: ['insulting a member', 'publishing somebody’s chat or phone number'],
      cost: 6,
    },
    {
      title: 'No fraud, nothing illegal',
      text: 'No scams, no impersonation, nothing that the law forbids. Dealt with at once; evidence is kept.',
      examples: ['collecting money as a false admin', 'illegal offers'],
      cost: 12,
    },
  ],
};
