import type { TemplateWords } from './template-words.ts';

/** Interest 兴趣: exchange, experience, tutorials, perks, theme festivals. */
export const interest: TemplateWords = {
  'zh-CN': {
    positioning: '为同一个爱好聚在一起的人：随时有人聊，新手学得会，老手有舞台，一起玩得更多、花得更值。',
    profile: {
      targetMembers: '刚入门、想找人带的新手；每周都投入时间的爱好者；愿意写教程、办活动的达人。',
      valueSystem:
        '成员得到：同好的交流、真实的体验与避坑、一步步的教程、成员专享福利、主题节的参与感。\n成员付出：晒自己的作品与体验，带一带新手，为喜欢的内容点赞留言。\n受尊敬的：认真写教程的人，真诚评测的人，让新手敢开口的人。',
      slogan: '因为喜欢，所以在一起',
      values: ['热爱', '真诚', '分享', '有趣'],
      song: { title: '', text: '', link: '' },
      rituals: [
        {
          name: '入群欢迎',
          when: '每位新人入群当天',
          how: '发三句话：怎么喜欢上的、最近在玩什么、想找什么样的伙伴；送出新手教程。',
        },
        { name: '周末晒一晒', when: '每周六、日', how: '带话题晒作品或体验，点赞最多的三位得小礼物。' },
        { name: '每月一题', when: '每月 1 日公布', how: '同题共创，月底投票，作品收入精选。' },
        { name: '主题节', when: '每季度一次，为期一周', how: '抽奖、挑战、直播、福利一起上，结束后发布回顾。' },
      ],
      operatingMode: {
        content: '每周一篇教程、两篇体验或测评；成员作品精选；新手指南常年置顶。',
        discussion: '每天一个轻话题，晚上讨论最热时主持人在场；深度话题开专楼，次日归纳。',
        interaction: '打卡、投票、你问我答、结伴；新人三天内至少收到一次回应。',
        activities: '每月一次挑战或共创；每季度主题节；成员专享团购与试用；同城线下聚会。',
      },
      contentCategories: [
        { name: '交流讨论', about: '日常话题与提问' },
        { name: '体验测评', about: '真实使用感受，写明是否受赠' },
        { name: '教程攻略', about: '从入门到进阶' },
        { name: '福利活动', about: '团购、试用、抽奖' },
        { name: '主题节', about: '每季度一次的主题内容' },
      ],
      rules:
        '1. 友善：对新手有耐心，不嘲笑任何水平。\n2. 原创优先，转载注明出处；测评写明是否收到赠品。\n3. 不发广告与外链，交易只在指定的群与时间进行，风险自负。\n4. 不剧透、不引战、不谈与主题无关的敏感话题。\n5. 首次违反提醒，再次违反禁言一天，第三次请离；不服可申诉。',
    },
    groups: [
      { name: '同好聊天群', purpose: 'chat', about: '日常交流与晒图', offline: false },
      { name: '新品与福利群', purpose: 'product', about: '新品、团购、试用', offline: false },
      { name: '达人教程群', purpose: 'expert', about: '教程、答疑、共创', offline: false },
      { name: '同城聚会', purpose: 'chat', about: '每月见一次面', offline: true },
    ],
  },
  en: {
    positioning:
      'For people who share one passion: always somebody to talk to, newcomers learn, old hands have a stage, and everybody gets more out of it.',
    profile: {
      targetMembers:
        'Newcomers who want a hand, enthusiasts who spend time on it every week, experts who like to teach and to organise.',
      valueSystem:
        'Members get: talk with people alike, honest experiences, step-by-step tutorials, perks for members, theme festivals.\nMembers give: what they made and tried, a hand for newcomers, a word for what they like.\nHeld in esteem: careful tutorials, honest reviews, whoever makes a newcomer speak up.',
      slogan: 'Here because we love it',
      values: ['Passion', 'Honesty', 'Sharing', 'Fun'],
      song: { title: '', text: '', link: '' },
      rituals: [
        {
          name: 'Welcome',
          when: 'the day somebody joins',
          how: 'Three lines: how you came to it, what you are doing now, whom you look for. The beginner’s guide is sent.',
        },
        {
          name: 'Show weekend',
          when: 'Saturday and Sunday',
          how: 'Show a work or an experience; the three most liked get a small gift.',
        },
        {
          name: 'Theme of the month',
          when: 'announced on the 1st',
          how: 'Everybody makes something of the same theme; a vote at the end of the month.',
        },
        {
          name: 'Festival',
          when: 'once a quarter, for a week',
          how: 'Draws, challenges, live sessions and offers together; a recap afterwards.',
        },
      ],
      operatingMode: {
        content:
          'One tutorial and two experiences or reviews a week, the best works of members, a beginner’s guide that is always pinned.',
        discussion:
          'A light topic a day with a host in the evening; deep topics get a thread and a summary the next day.',
        interaction: 'Check-ins, polls, questions, finding partners; a newcomer hears from somebody within three days.',
        activities: 'A challenge a month, a festival a quarter, group offers and trials for members, meetups in town.',
      },
      contentCategories: [
        { name: 'Exchange', about: 'everyday topics and questions' },
        { name: 'Experience', about: 'honest reviews; say when it was a gift' },
        { name: 'Tutorials', about: 'from first steps to mastery' },
        { name: 'Perks', about: 'group offers, trials, draws' },
        { name: 'Festivals', about: 'what belongs to the theme of the quarter' },
      ],
      rules:
        '1. Be kind: patient with newcomers, no mockery of any level.\n2. Own work first; name the source of what you repost and say when a review was a gift.\n3. No advertising, no links out; trade only in its group and time, at your own risk.\n4. No spoilers, no flame wars, no sensitive topics off the theme.\n5. First breach: a reminder; second: muted a day; third: removed. You can appeal.',
    },
    groups: [
      { name: 'Chat', purpose: 'chat', about: 'everyday talk and pictures', offline: false },
      { name: 'New things and perks', purpose: 'product', about: 'new products, group offers, trials', offline: false },
      { name: 'Tutorials', purpose: 'expert', about: 'teaching, answers, making together', offline: false },
      { name: 'Meetup in town', purpose: 'chat', about: 'once a month in person', offline: true },
    ],
  },
};
