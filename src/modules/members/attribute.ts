import { parseDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import type { AttributeValue, MemberAttribute } from './contract.ts';

/** What an attribute may hold. `choices` are for the types choice and choices. */
export type AttributeDefinition = {
  id: string;
  key: string;
  name: string;
  type: MemberAttribute['type'];
  choices: readonly string[];
};

const MAX_TEXT = 2000;

const CHECKS: Record<AttributeDefinition['type'], (value: unknown, choices: readonly string[]) => string | undefined> =
  {
    text: (value) =>
      typeof value === 'string' && value.length <= MAX_TEXT ? undefined : `a text of up to ${MAX_TEXT}`,
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
export function checkAttributeValue(definition: AttributeDefinition, value: unknown): AttributeValue {
  const wanted = CHECKS[definition.type](value, definition.choices);
  if (wanted === undefined) return value as AttributeValue;
  throw new BadInput(`${definition.name} takes ${wanted}`, [
    { where: `/${definition.key}`, what: `must be ${wanted}` },
  ]);
}
