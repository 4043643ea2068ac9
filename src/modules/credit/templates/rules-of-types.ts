import type { RulesOfTypes } from './rule-words.ts';

/** What each type of community needs besides what holds in all. */
export const rulesOfTypes: RulesOfTypes = {
  industry: {
    'zh-CN': [
      {
        title: '资料注明来源',
        text: '分享行业资讯、报告与数据时写明来源，不断章取义。',
        examples: ['截图不写出处', '把观点当成事实发布'],
        cost: 1,
      },
      {
        title: '不泄露商业秘密',
        text: '不发雇主或客户的未公开信息、内部文件与个人数据。',
        examples: ['发客户名单', '发未公开的报价或合同'],
        cost: 6,
      },
    ],
    en: [
      {
        title: 'Name the source',
        text: 'Say where news, reports and figures come from, and do not tear them out of context.',
        examples: ['a picture without its source', 'an opinion shown as a fact'],
        cost: 1,
      },
      {
        title: 'Keep secrets of business',
        text: 'Nothing unpublished of employers or clients: no internal papers, no personal data.',
        examples: ['a list of clients', 'an unpublished quote or contract'],
        cost: 6,
      },
    ],
  },
  interest: {
    'zh-CN': [
      {
        title: '测评写明赠品',
        text: '体验与测评写明是否收到赠品；转载注明出处，原创优先。',
        examples: ['收了赠品不说明', '搬运他人作品不署名'],
        cost: 1,
      },
      {
        title: '不剧透',
        text: '新作品发布两周内，剧透内容请加说明并折叠或用文档。',
        examples: ['首播当晚在群里说结局'],
        cost: 1,
      },
    ],
    en: [
      {
        title: 'Say when it was a gift',
        text: 'A review says whether what it is about was a gift; whose work is reposted is named. Own work first.',
        examples: ['a gift that was not told', 'somebody’s work without a name'],
        cost: 1,
      },
      {
        title: 'No spoilers',
        text: 'For two weeks after something came out, spoilers are marked and folded away.',
        examples: ['the ending on the first evening'],
        cost: 1,
      },
    ],
  },
  regional: {
    'zh-CN': [
      {
        title: '消息先核实',
        text: '停水停电、求助、寻人等本地消息先核实再转发，并写明时间地点。',
        examples: ['转发过期的求助', '传播未经证实的事故消息'],
        cost: 2,
      },
      {
        title: '交易按约定',
        text: '二手、拼车、团购写清价格与条件，说好的事守信；只在指定的群与时间发布。',
        examples: ['团购收款后不发货', '约好拼车无故爽约'],
        cost: 3,
      },
    ],
    en: [
      {
        title: 'Check before you pass it on',
        text: 'Local news, calls for help and missing people are checked first, with time and place.',
        examples: ['an old call for help', 'an accident that nobody confirmed'],
        cost: 2,
      },
      {
        title: 'Keep what was agreed',
        text: 'Second-hand goods, shared rides and group buys name price and terms, and what was agreed is kept; only in its group and time.',
        examples: ['money taken and nothing sent', 'a ride that never came'],
        cost: 3,
      },
    ],
  },
};
