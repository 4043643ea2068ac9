/** Words about members’ own pages. */
export const memberAccess = {
  memberAccess: {
    title: 'Member pages',
    lead: 'Send a personal link to {{name}} in private: it signs whoever opens it in as {{name}}, once.',
    make: 'Make a personal link',
    another: 'Make another',
    until: 'Works until {{when}}. For this member only: anybody who opens it is signed in as them.',
    none: 'Not signed in on member pages yet.',
    sessions: 'Where they are signed in',
    device: 'A device',
    seen: 'used {{when}}',
    ways: { link: 'personal link', group_code: 'code in a group', mail: 'code by e-mail', wechat: 'WeChat' },
    end: 'Sign out',
    endTitle: 'Sign {{name}} out of this device?',
    endMore: 'The member pages open there again only after signing in.',
    endAll: 'Sign out everywhere',
    endAllTitle: 'Sign {{name}} out everywhere?',
    endAllMore: 'Personal links that were sent before stop working too.',
  },
};
