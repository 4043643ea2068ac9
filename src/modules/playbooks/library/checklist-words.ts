import type { ChecklistItem } from '../library.contract.ts';

/** What each item of the checklists says. */
export const CHECKLIST_WORDS: Readonly<Record<string, ChecklistItem['text']>> = {
  market_research: {
    'zh-CN': '访谈过 10 位目标成员，写下他们为什么会来、为什么会走',
    en: 'Ten people you want as members were asked why they would come and why they would go',
  },
  positioning: { 'zh-CN': '定位写清楚了', en: 'The positioning is written down' },
  target_members: { 'zh-CN': '目标成员写清楚了', en: 'It is written down who the members should be' },
  rules: { 'zh-CN': '群规定好并公布', en: 'The rules are set and published' },
  culture: { 'zh-CN': '文化（口号、价值观）写下来了', en: 'The culture (slogan, values) is written down' },
  operating_mode: { 'zh-CN': '运营方式选好了', en: 'It is chosen how the community is run' },
  seed_members: { 'zh-CN': '有 20 位以上种子成员', en: 'There are 20 first members or more' },
  welcome: {
    'zh-CN': '新人第一次发言，六成以上 24 小时内有人回应',
    en: 'Six of ten first messages of newcomers are answered within 24 hours',
  },
  scale: { 'zh-CN': '近 28 天加入的人多于离开的人', en: 'More people joined than left in 28 days' },
  activation: { 'zh-CN': '一半以上的新人 7 天内参与过', en: 'Half of the joiners took part within seven days' },
  stickiness: { 'zh-CN': '粘性到 20%', en: 'Stickiness has reached 20 %' },
  answers: {
    'zh-CN': '六成以上的话题 24 小时内有人回应',
    en: 'Six of ten conversation starts are answered within 24 hours',
  },
  leaders: { 'zh-CN': '有 3 位以上专家领袖', en: 'There are three leaders or more' },
  influence: {
    'zh-CN': '在社群之外被看到：有人转发、提到、介绍进来',
    en: 'The community is seen outside: shared, mentioned, recommended',
  },
  rituals: { 'zh-CN': '有固定的仪式（每周话题、纪念日）', en: 'There are rituals (a weekly topic, anniversaries)' },
  retention: { 'zh-CN': '第 4 周留存到 20%', en: 'Week-4 retention has reached 20 %' },
  spread: {
    'zh-CN': '贡献不只靠少数人（基尼系数不高于 0.7）',
    en: 'Contributions do not come from few people only (Gini at most 0.7)',
  },
  successors: { 'zh-CN': '贡献一半的人至少有 5 位', en: 'At least five people make half of the contributions' },
  satisfaction: {
    'zh-CN': '问过成员满意不满意，并公布了改什么',
    en: 'Members were asked whether they are content, and told what will change',
  },
  efficiency: {
    'zh-CN': '重复的工作写成了流程，换人也能做',
    en: 'Repeated work is written down as steps that anybody can follow',
  },
  knowledge: {
    'zh-CN': '常见问题和精华内容整理成了可查的资料',
    en: 'Common questions and the best contributions can be looked up',
  },
  diagnosis: {
    'zh-CN': '看过衰退诊断，选定一个原因先试',
    en: 'The diagnosis was read, and one cause chosen to begin with',
  },
  listened: {
    'zh-CN': '听过 15 位成员的话，并公布了听到什么',
    en: 'Fifteen members were listened to, and what was heard was published',
  },
  core_kept: { 'zh-CN': '核心成员还有 5 位以上', en: 'There are still five core members or more' },
  one_group_alive: { 'zh-CN': '至少一个群恢复了每周固定的节目', en: 'At least one group has its weekly fixture again' },
  coming_back: { 'zh-CN': '上周有人回来', en: 'Somebody came back last week' },
};
