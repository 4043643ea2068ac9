/** Words about members’ own pages. */
export const memberAccess = {
  memberAccess: {
    title: '成员页面',
    lead: '把个人链接私下发给 {{name}}：打开就以 {{name}} 的身份登录，只能用一次。',
    make: '生成个人链接',
    another: '再生成一个',
    until: '{{when}} 前有效。只发给本人，任何人打开都会以其身份登录。',
    none: '还没有在成员页面登录。',
    sessions: '已登录的设备',
    device: '一台设备',
    seen: '{{when}}使用',
    ways: { link: '个人链接', group_code: '群内验证码', mail: '邮箱验证码', wechat: '微信' },
    end: '退出',
    endTitle: '让 {{name}} 在这台设备上退出？',
    endMore: '需要重新登录才能打开成员页面。',
    endAll: '在所有设备上退出',
    endAllTitle: '让 {{name}} 在所有设备上退出？',
    endAllMore: '之前发出的个人链接也会失效。',
  },
};
