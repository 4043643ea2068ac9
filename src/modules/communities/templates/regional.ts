import type { TemplateWords } from './template-words.ts';

/** Regional 地域: local information, life services, mutual support, regional identity. */
export const regional: TemplateWords = {
  'zh-CN': {
    positioning: '给住在同一个地方的人：身边的消息最先知道，生活上的事有人帮，邻里互相认得，为这片地方自豪。',
    profile: {
      targetMembers: '在本地居住、工作或求学的人；刚搬来需要融入的新居民；本地商家与志愿者（实名，单独标注）。',
      valueSystem:
        '成员得到：准确的本地消息、可靠的生活服务、急事时的帮手、认识邻居的机会。\n成员付出：看到的消息先核实再发，顺手帮一把，参加一次公益。\n受尊敬的：热心答疑的人，组织互助的人，把本地故事讲下去的人。',
      slogan: '远亲不如近邻',
      values: ['互助', '诚信', '热心', '乡情'],
      song: { title: '', text: '', link: '' },
      rituals: [
        { name: '新邻居报到', when: '入群三天内', how: '说说住在哪一片、会什么、需要什么；管理员送上本地生活手册。' },
        { name: '周日集市', when: '每周日 9:00–18:00', how: '闲置、拼单、本地好物，只在这一天集中发布。' },
        { name: '互助时刻', when: '有人求助时', how: '带「求助」标签发布，志愿者值班响应，解决后回帖致谢。' },
        { name: '节气聚会', when: '重要节气与传统节日', how: '包粽子、赏月、写春联，线下签到，发布合影。' },
      ],
      operatingMode: {
        content: '每日本地早知道（天气、交通、停水停电、活动）；每周一家本地小店；本地历史与人物。',
        discussion: '公共事务讨论有主持、有结论；问题整理后转给物业或社区。',
        interaction: '求助与接力；拼车、拼单；每周一次本地问答。',
        activities: '每月一次线下聚会或公益；节气活动；亲子与运动小队；邻里互换。',
      },
      contentCategories: [
        { name: '本地消息', about: '天气、交通、通知；写明来源' },
        { name: '生活服务', about: '维修、家政、就医、办事' },
        { name: '邻里互助', about: '求助、失物、拼车' },
        { name: '同城活动', about: '聚会、公益、节庆' },
        { name: '乡土故事', about: '人物、历史、方言、美食' },
      ],
      rules:
        '1. 昵称格式：片区-称呼；商家标注「商家」。\n2. 消息先核实，通知类附原文或图片；不传谣。\n3. 买卖只在周日集市发布，价格写明。\n4. 保护隐私：不公开他人住址、电话、车牌。\n5. 遇到急事先打 110 / 120 / 119，再在群里求助。\n6. 首次违反提醒，再次违反禁言三天，第三次请离；不服可申诉。',
    },
    groups: [
      { name: '邻里聊天群', purpose: 'chat', about: '日常消息与闲聊', offline: false },
      { name: '生活服务群', purpose: 'service', about: '求助、维修、办事', offline: false },
      { name: '周日集市群', purpose: 'product', about: '闲置与拼单', offline: false },
      { name: '社区线下聚会', purpose: 'chat', about: '节气与公益，签到计入活跃', offline: true },
    ],
  },
  en: {
    positioning:
      'For people who live in one place: first to know what happens nearby, help with everyday life, neighbours who know each other, pride in the place.',
    profile: {
      targetMembers:
        'Whoever lives, works or studies here, people who just moved in, local shops and volunteers (by their real names, marked).',
      valueSystem:
        'Members get: accurate local news, reliable services, help when it is urgent, neighbours to know.\nMembers give: they check before they share, lend a hand, join one good cause.\nHeld in esteem: who answers, who organises help, who keeps the stories of the place alive.',
      slogan: 'Neighbours first',
      values: ['Helping', 'Trust', 'Warmth', 'Home'],
      song: { title: '', text: '', link: '' },
      rituals: [
        {
          name: 'New neighbour',
          when: 'within three days of joining',
          how: 'Where you live, what you can do, what you need; you get the local handbook.',
        },
        {
          name: 'Sunday market',
          when: 'Sundays 9:00–18:00',
          how: 'Second-hand, shared orders, local goods: on this day only.',
        },
        {
          name: 'A helping hand',
          when: 'whenever somebody asks',
          how: 'Marked “help”; a volunteer on duty answers; thanks when it is solved.',
        },
        {
          name: 'Festivals',
          when: 'on the festivals of the year',
          how: 'Cooking, singing, walking together; sign in on the spot; a group picture afterwards.',
        },
      ],
      operatingMode: {
        content:
          'A local morning note (weather, traffic, outages, events), one local shop a week, history and people of the place.',
        discussion: 'Public matters with a host and a conclusion that goes to whoever is in charge.',
        interaction: 'Calls for help, shared rides and orders, a weekly local quiz.',
        activities: 'A gathering or good cause a month, festivals, family and sports teams, swaps.',
      },
      contentCategories: [
        { name: 'Local news', about: 'weather, traffic, notices; with a source' },
        { name: 'Life services', about: 'repairs, care, doctors, offices' },
        { name: 'Mutual support', about: 'help, lost and found, shared rides' },
        { name: 'Events', about: 'gatherings, good causes, festivals' },
        { name: 'Stories of the place', about: 'people, history, dialect, food' },
      ],
      rules:
        '1. Nickname as Area-Name; shops are marked as such.\n2. Check before you share; notices with the original.\n3. Buying and selling on the Sunday market only, with the price.\n4. No addresses, phone numbers or plates of others.\n5. In an emergency call the emergency number first, then ask here.\n6. First breach: a reminder; second: muted three days; third: removed. You can appeal.',
    },
    groups: [
      { name: 'Neighbours', purpose: 'chat', about: 'everyday news and talk', offline: false },
      { name: 'Services', purpose: 'service', about: 'help, repairs, offices', offline: false },
      { name: 'Sunday market', purpose: 'product', about: 'second-hand and shared orders', offline: false },
      { name: 'Gatherings', purpose: 'chat', about: 'festivals and good causes; attendance counts', offline: true },
    ],
  },
};
