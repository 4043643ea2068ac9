import type { TemplateWords } from './template-words.ts';

/** Industry 行业: professional information, learning, news, offline events, the image of an expert. */
export const industry: TemplateWords = {
  'zh-CN': {
    positioning: '面向一个行业的从业者：在这里更快得到可靠的专业信息，遇到难题有人答，认识值得合作的同行。',
    profile: {
      targetMembers:
        '在这个行业工作 1–10 年的从业者；想转入这个行业的人；愿意分享经验的资深专家。不面向纯推销的供应商。',
      valueSystem:
        '成员得到：经过核实的行业资讯、可以直接用的方法与模板、专家的回答、线下见面的机会。\n成员付出：分享自己踩过的坑，回答新人的问题，对资料的真实性负责。\n受尊敬的：讲清楚来源的人，把经验整理成文的人，先帮别人再谈合作的人。',
      slogan: '同行者，一起精进',
      values: ['专业', '求实', '互助', '守信'],
      song: { title: '', text: '', link: '' },
      rituals: [
        {
          name: '新人自我介绍',
          when: '入群三天内',
          how: '按「我是谁 · 做什么 · 能帮什么 · 想学什么」四句话介绍，老成员至少一人回应。',
        },
        {
          name: '周三问答夜',
          when: '每周三 20:00–21:00',
          how: '提前一天征集问题，一位专家在线回答，会后整理成知识条目。',
        },
        { name: '月度复盘', when: '每月最后一个周五', how: '一位成员讲一个真实案例：背景、做法、结果、如果重来。' },
        { name: '年度专家授牌', when: '每年 12 月', how: '按回答被采纳数与同行推荐，授予认证专家称号。' },
      ],
      operatingMode: {
        content: '工作日早报（3 条资讯 + 一句点评）；每周一篇深度长文或模板；资料统一归档，注明来源与日期。',
        discussion: '一事一议，用话题标签；有争议时先摆事实与数据；结论由主持人归纳置顶。',
        interaction: '专家轮值答疑；每周一次快问快答；对高质量回答当天公开致谢。',
        activities: '月度线上分享会；季度线下沙龙或参访；年度行业聚会；考证与技能打卡营。',
      },
      contentCategories: [
        { name: '专业资讯', about: '政策、标准、市场数据；必须有来源' },
        { name: '学习资料', about: '方法、模板、课程笔记' },
        { name: '行业新闻', about: '每日精选，附一句点评' },
        { name: '线下活动', about: '沙龙、参访、展会同行' },
        { name: '专家专栏', about: '认证专家的长文与问答' },
      ],
      rules:
        '1. 用真实身份与行业，群昵称格式：城市-公司/方向-称呼。\n2. 转发资料注明来源与日期，不传未经核实的消息。\n3. 不发广告；招聘与合作只在每周五的专场发布。\n4. 对事不对人；不泄露所在公司的机密与他人隐私。\n5. 首次违反提醒，再次违反禁言三天，第三次请离；不服可向管理团队申诉。',
    },
    groups: [
      { name: '同行交流群', purpose: 'chat', about: '日常讨论与资讯', offline: false },
      { name: '专家问答群', purpose: 'expert', about: '向认证专家提问', offline: false },
      { name: '会员服务群', purpose: 'service', about: '报名、资料、账号问题', offline: false },
      { name: '线下沙龙', purpose: 'expert', about: '每季度见面，签到计入活跃', offline: true },
    ],
  },
  en: {
    positioning:
      'For people who work in one industry: reliable professional information sooner, somebody who answers hard questions, peers worth working with.',
    profile: {
      targetMembers:
        'People with 1–10 years in the industry, people who want to enter it, senior experts willing to share. Not for vendors who only sell.',
      valueSystem:
        'Members get: checked industry news, methods and templates they can use at once, answers from experts, chances to meet.\nMembers give: the mistakes they made, answers to newcomers, care that what they share is true.\nHeld in esteem: those who name their sources, who write down what they know, who help before they sell.',
      slogan: 'Better together at what we do',
      values: ['Craft', 'Evidence', 'Helping', 'Keeping one’s word'],
      song: { title: '', text: '', link: '' },
      rituals: [
        {
          name: 'Introductions',
          when: 'within three days of joining',
          how: 'Four lines: who I am, what I do, what I can help with, what I want to learn. At least one member answers.',
        },
        {
          name: 'Question night',
          when: 'Wednesdays 20:00–21:00',
          how: 'Questions are gathered the day before; one expert answers live; the answers become articles.',
        },
        {
          name: 'Case of the month',
          when: 'last Friday of the month',
          how: 'A member tells one real case: situation, what was done, result, what they would do differently.',
        },
        {
          name: 'Expert of the year',
          when: 'every December',
          how: 'Certified by accepted answers and recommendations of peers.',
        },
      ],
      operatingMode: {
        content:
          'A morning brief on workdays (3 items and one comment), one deep article or template a week; everything filed with source and date.',
        discussion: 'One topic a thread; facts and numbers before opinions; the host sums up and pins the conclusion.',
        interaction:
          'Experts on duty in turn; a weekly quick round of questions; good answers are thanked in public the same day.',
        activities: 'A monthly online talk, a quarterly meetup or visit, one yearly gathering, study challenges.',
      },
      contentCategories: [
        { name: 'Professional information', about: 'policy, standards, market data; with a source' },
        { name: 'Learning', about: 'methods, templates, course notes' },
        { name: 'News', about: 'a daily choice with one comment' },
        { name: 'Offline events', about: 'meetups, visits, fairs' },
        { name: 'Expert columns', about: 'long reads and answers by certified experts' },
      ],
      rules:
        '1. Real name and field; nickname as City-Company or field-Name.\n2. Name source and date of what you share; no unchecked news.\n3. No advertising; jobs and offers on Fridays only.\n4. Argue about the matter, not the person; no company secrets, no private data of others.\n5. First breach: a reminder; second: muted three days; third: removed. You can appeal to the team.',
    },
    groups: [
      { name: 'Peers', purpose: 'chat', about: 'everyday discussion and news', offline: false },
      { name: 'Ask the experts', purpose: 'expert', about: 'questions to certified experts', offline: false },
      { name: 'Member service', purpose: 'service', about: 'registration, material, accounts', offline: false },
      { name: 'Meetup', purpose: 'expert', about: 'every quarter in person; attendance counts', offline: true },
    ],
  },
};
