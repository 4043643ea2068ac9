/** Words of signing in and of what is one’s own. */
export const access = {
  signIn: {
    noCommunity: 'Open the link that you got in your group',
    noCommunityMore: 'Each community has an address of its own. Use the link from your group or from a message to you.',
    byLink: 'Open the personal link that your community sent you to sign in.',
  },
  me: {
    memberOf: 'Member of {{community}}',
    sessions: 'Where you are signed in',
    someDevice: 'A device',
    thisOne: 'This one',
    used: 'used {{when}}',
    ways: { link: 'personal link', group_code: 'code in a group', mail: 'code by e-mail', wechat: 'WeChat' },
    signOut: 'Sign out',
    signOutOf: 'Sign out of {{name}}',
    signOutMore: 'Your pages open there again only after signing in.',
    signOutEverywhere: 'Sign out everywhere',
    signOutEverywhereMore: 'On this device too. Personal links that were sent to you before stop working.',
    appearance: 'Language and looks',
    language: 'Language',
    theme: 'Looks',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },
};

export const accessProblems = {};
