import { useTranslation } from 'react-i18next';
import type { AttributeDefinition, AttributeValue } from '../../../../../src/modules/members/contract.ts';

type Named = { name: string; nameEn: string };
type Defined = Pick<AttributeDefinition, 'type'> & Partial<Pick<AttributeDefinition, 'choices' | 'choicesEn'>>;

/** Names of attributes and their choices in the language on show; what has no English name keeps its own. */
export function useAttributeWords() {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const choice = (definition: Defined | undefined, value: string): string => {
    const at = definition?.choices?.indexOf(value) ?? -1;
    return (english && at >= 0 && definition?.choicesEn?.[at]) || value;
  };
  return {
    name: ({ name, nameEn }: Named): string => (english && nameEn) || name,
    choice,
    value: (definition: Defined | undefined, value: AttributeValue | null | undefined): string => {
      if (value === null || value === undefined) return t('attribute.none');
      if (Array.isArray(value)) return value.map((one) => choice(definition, one)).join(t('list.comma'));
      if (typeof value === 'boolean') return t(value ? 'attribute.yes' : 'attribute.no');
      return typeof value === 'string' ? choice(definition, value) : String(value);
    },
  };
}
