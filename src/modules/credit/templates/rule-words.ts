import type { Community } from '#modules/communities/index.ts';

/** One rule that a community can begin with. */
export type RuleTemplate = { title: string; text: string; examples: readonly string[]; cost: 1 | 2 | 3 | 6 | 12 };

/** The rules of a type of community, once a language, those that cost least first. */
export type RuleWords = Record<'zh-CN' | 'en', readonly RuleTemplate[]>;
export type RulesOfTypes = Record<Community['type'], RuleWords>;
