/** Platforms that groups are made on by hand; any other appears with its history. */
export const PLATFORMS = [
  'wechat',
  'wecom',
  'qq',
  'dingtalk',
  'feishu',
  'weibo',
  'telegram',
  'discord',
  'slack',
  'whatsapp',
  'zulip',
  'matrix',
  'irc',
  'discourse',
] as const;
