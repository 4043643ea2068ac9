import type { Community } from '#modules/communities/index.ts';
import { everyCommunity } from './every-community.ts';
import type { RuleTemplate } from './rule-words.ts';
import { rulesOfTypes } from './rules-of-types.ts';

/** The rules that a community of a type can begin with, those that cost least first. */
export function listRuleTemplates(type: Community['type'], language: 'zh-CN' | 'en'): RuleTemplate[] {
  return [...everyCommunity[language], ...rulesOfTypes[type][language]].toSorted((a, b) => a.cost - b.cost);
}
