import type { CommunityTemplate, PurposePreset, TEMPLATE_LANGUAGES } from '../templates.contract.ts';

/** What a template file holds: everything but the type, once a language. */
export type TemplateWords = Record<(typeof TEMPLATE_LANGUAGES)[number], Omit<CommunityTemplate, 'type'>>;

/** What a purpose presets, once a language. */
export type PresetWords = Record<(typeof TEMPLATE_LANGUAGES)[number], Omit<PurposePreset, 'purpose'>>;
