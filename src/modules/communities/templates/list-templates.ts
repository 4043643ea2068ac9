import { COMMUNITY_TYPES, GROUP_PURPOSES } from '../contract.ts';
import type { TEMPLATE_LANGUAGES, Templates } from '../templates.contract.ts';
import { industry } from './industry.ts';
import { interest } from './interest.ts';
import { PURPOSES } from './purposes.ts';
import { regional } from './regional.ts';

const TEMPLATES = { industry, interest, regional };

/** The templates of every type of community and the presets of every purpose of a group, in one language. */
export const listTemplates = (language: (typeof TEMPLATE_LANGUAGES)[number]): Templates => ({
  templates: COMMUNITY_TYPES.map((type) => ({ type, ...TEMPLATES[type][language] })),
  purposes: GROUP_PURPOSES.map((purpose) => ({ purpose, ...PURPOSES[purpose][language] })),
});
