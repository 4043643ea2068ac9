/** Words of signing in and of what is one’s own. */
export const access = {
  signIn: {
    noCommunity: '请从群里收到的链接打开',
    noCommunityMore: '每个社群有自己的地址。请使用群里或私信里收到的链接。',
    byLink: '打开社群发给你的个人链接，就能登录。',
  },
  me: {
    memberOf: '{{community}}的成员',
    sessions: '已登录的设备',
    someDevice: '一台设备',
    thisOne: '本机',
    used: '{{when}}使用',
    ways: { link: '个人链接', group_code: '群内验证码', mail: '邮箱验证码', wechat: '微信' },
    signOut: '退出登录',
    signOutOf: '退出 {{name}}',
    signOutMore: '这台设备需要重新登录才能打开你的页面。',
    signOutEverywhere: '在所有设备上退出',
    signOutEverywhereMore: '包括本机。之前发给你的个人链接也会失效。',
    appearance: '语言与外观',
    language: '语言',
    theme: '外观',
    themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  },
};

export const accessProblems = {};
