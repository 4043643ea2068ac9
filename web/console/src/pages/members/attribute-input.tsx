import { Input, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AttributeDefinition, AttributeValue } from '../../../../../src/modules/members/contract.ts';
import { useAttributeWords } from './attribute-words.ts';

type Props = {
  definition: Pick<AttributeDefinition, 'type' | 'choices' | 'choicesEn' | 'name' | 'nameEn'>;
  value: AttributeValue | undefined;
  onChange: (value: AttributeValue | undefined) => void;
  id?: string;
};

/** The control that fits an attribute's type. */
export function AttributeInput({ definition, value, onChange, id }: Props) {
  const { t } = useTranslation();
  const words = useAttributeWords();
  const common = { ...(id ? { id } : {}), 'aria-label': words.name(definition) };
  const options = definition.choices.map((choice) => ({ value: choice, label: words.choice(definition, choice) }));
  switch (definition.type) {
    case 'choice':
      return (
        <Select
          {...common}
          className="q-wide"
          allowClear
          options={options}
          value={(value as string | undefined) ?? null}
          onChange={(chosen: string | null) => onChange(chosen ?? undefined)}
        />
      );
    case 'choices':
      return (
        <Select
          {...common}
          className="q-wide"
          mode="multiple"
          options={options}
          value={(value as string[] | undefined) ?? []}
          onChange={(chosen: string[]) => onChange(chosen.length > 0 ? chosen : undefined)}
        />
      );
    case 'number':
      return (
        <InputNumber
          {...common}
          className="q-wide"
          value={(value as number | undefined) ?? null}
          onChange={(number) => onChange(number ?? undefined)}
        />
      );
    case 'boolean':
      return (
        <Radio.Group
          {...common}
          value={value}
          onChange={(event) => onChange(event.target.value as boolean)}
          options={[
            { value: true, label: t('attribute.yes') },
            { value: false, label: t('attribute.no') },
          ]}
        />
      );
    case 'date':
      return (
        <input
          {...common}
          type="date"
          className="q-date"
          value={(value as string | undefined) ?? ''}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      );
    case 'text':
      return (
        <Input
          {...common}
          value={(value as string | undefined) ?? ''}
          maxLength={2000}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      );
  }
}
