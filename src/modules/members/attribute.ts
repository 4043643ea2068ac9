import { parseDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import type { AttributeDefinition, AttributeValue } from './contract.ts';

const MAX_TEXT = 2000;

/** What decides whether a value fits. */
type Fitting = Pick<AttributeDefinition, 'key' | 'name' | 'type' | 'choices'>;

const CHECKS: Record<AttributeDefinition['type'], (value: unknown, choices: readonly string[]) => string | undefined> =
  {
    text: (value) =>
      typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT
        ? undefined
        : `a text of up to ${MAX_TEXT}`,
    number: (value) => (typeof value === 'number' && Number.isFinite(value) ? undefined : 'a number'),
    boolean: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
    date: (value) => (typeof value === 'string' && parseDay(value) !== undefined ? undefined : 'a date as YYYY-MM-DD'),
    choice: (value, choices) =>
      typeof value === 'string' && choices.includes(value) ? undefined : `one of ${choices.join(', ')}`,
    choices: (value, choices) =>
      Array.isArray(value) && value.every((item) => choices.includes(item)) && new Set(value).size === value.length
        ? undefined
        : `some of ${choices.join(', ')}, each once`,
  };

/** The value when it is of the attribute's type; BadInput that names the attribute and what it takes otherwise. */
export function checkAttributeValue(definition: Fitting, value: unknown): AttributeValue {
  const wanted = CHECKS[definition.type](value, definition.choices);
  if (wanted === undefined) return value as AttributeValue;
  throw new BadInput(`${definition.name} takes ${wanted}`, [
    { where: `/${definition.key}`, what: `must be ${wanted}` },
  ]);
}

type BuiltIn = Pick<AttributeDefinition, 'key' | 'name' | 'nameEn' | 'type' | 'choices' | 'choicesEn'>;

/** What every community can know of its members from the start; operators change names and choices, or hide some. */
export const BUILT_IN_ATTRIBUTES: readonly BuiltIn[] = [
  {
    key: 'age_band',
    name: '年龄段',
    nameEn: 'Age band',
    type: 'choice',
    choices: ['18 岁以下', '18–24 岁', '25–34 岁', '35–44 岁', '45–54 岁', '55 岁及以上'],
    choicesEn: ['Under 18', '18–24', '25–34', '35–44', '45–54', '55 and over'],
  },
  { key: 'occupation', name: '职业', nameEn: 'Occupation', type: 'text', choices: [], choicesEn: [] },
  {
    key: 'needs',
    name: '需求',
    nameEn: 'Needs',
    type: 'choices',
    choices: ['获取信息', '学习成长', '交流讨论', '结识朋友', '优惠权益', '解决问题'],
    choicesEn: ['Information', 'Learning', 'Discussion', 'Meeting people', 'Offers and benefits', 'Solving problems'],
  },
  {
    key: 'interests',
    name: '兴趣',
    nameEn: 'Interests',
    type: 'choices',
    choices: ['阅读', '音乐', '影视', '运动', '旅行', '美食', '摄影', '游戏', '科技', '亲子', '手工', '宠物'],
    choicesEn: [
      'Reading',
      'Music',
      'Film',
      'Sports',
      'Travel',
      'Food',
      'Photography',
      'Games',
      'Technology',
      'Parenting',
      'Crafts',
      'Pets',
    ],
  },
  { key: 'city', name: '城市', nameEn: 'City', type: 'text', choices: [], choicesEn: [] },
  { key: 'birthday', name: '生日', nameEn: 'Birthday', type: 'date', choices: [], choicesEn: [] },
];
