import { FilterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Popover, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  parseAttributeFilter,
  type AttributeFilter,
  type AttributeValue,
} from '../../../../../src/modules/members/contract.ts';
import { attributesQuery, type ListedAttribute } from '../../api/member-work.ts';
import { AttributeInput } from './attribute-input.tsx';
import { ATTRIBUTE_TESTS_OF } from './attribute-tests.ts';
import { useAttributeWords } from './attribute-words.ts';

type Test = AttributeFilter['test'];

/** Tests of attributes: those that hold as tags that can be taken away, and a small form for another. */
export function AttributeFilters(props: {
  communityId: string;
  value: readonly string[];
  onChange: (value: string[] | undefined) => void;
}) {
  const { communityId, value, onChange } = props;
  const { t } = useTranslation();
  const words = useAttributeWords();
  const [open, setOpen] = useState(false);
  const { data: attributes = [] } = useQuery(attributesQuery(communityId));
  const shown = attributes.filter(({ hidden }) => !hidden);
  const set = (next: string[]) => onChange(next.length > 0 ? next : undefined);
  return (
    <>
      {value.map((text) => {
        const filter = parseAttributeFilter(text);
        const definition = attributes.find(({ key }) => key === filter.key);
        const test =
          definition?.type === 'date' && (filter.test === 'from' || filter.test === 'to')
            ? t(`attribute.dateTest.${filter.test}`)
            : t(`attribute.test.${filter.test}`);
        return (
          <Tag key={text} closable onClose={() => set(value.filter((one) => one !== text))} className="q-filter-tag">
            {definition ? words.name(definition) : filter.key} {test} {words.choice(definition, filter.value)}
          </Tag>
        );
      })}
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={setOpen}
        destroyOnHidden
        content={
          <FilterForm
            attributes={shown}
            onApply={(text) => {
              set([...value.filter((one) => one !== text), text]);
              setOpen(false);
            }}
          />
        }
      >
        <Button icon={<FilterOutlined />} data-test="filter-attribute">
          {t('attribute.filter')}
        </Button>
      </Popover>
    </>
  );
}

function FilterForm({
  attributes,
  onApply,
}: {
  attributes: readonly ListedAttribute[];
  onApply: (text: string) => void;
}) {
  const { t } = useTranslation();
  const words = useAttributeWords();
  const [key, setKey] = useState(attributes[0]?.key);
  const definition = attributes.find((one) => one.key === key);
  const [test, setTest] = useState<Test>(definition ? ATTRIBUTE_TESTS_OF[definition.type][0]! : 'is');
  const [value, setValue] = useState<AttributeValue>();
  if (!definition) return null;
  const needsValue = test !== 'any' && test !== 'none';
  // One of several choices is asked for one at a time; all of the tests hold together.
  const single = definition.type === 'choices' ? { ...definition, type: 'choice' as const } : definition;
  const missing = needsValue && (value === undefined || value === '');
  const label = (one: Test) =>
    definition.type === 'date' && (one === 'from' || one === 'to')
      ? t(`attribute.dateTest.${one}`)
      : t(`attribute.test.${one}`);
  return (
    <form
      className="q-filter-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) onApply(needsValue ? `${definition.key}:${test}:${String(value)}` : `${definition.key}:${test}`);
      }}
    >
      <Select
        aria-label={t('attribute.filter')}
        value={key}
        options={attributes.map((one) => ({ value: one.key, label: words.name(one) }))}
        onChange={(next: string) => {
          setKey(next);
          setTest(ATTRIBUTE_TESTS_OF[attributes.find((one) => one.key === next)!.type][0]!);
          setValue(undefined);
        }}
      />
      <Select
        aria-label={t('attribute.condition')}
        value={test}
        options={ATTRIBUTE_TESTS_OF[definition.type].map((one) => ({ value: one, label: label(one) }))}
        onChange={setTest}
      />
      {needsValue ? <AttributeInput definition={single} value={value} onChange={setValue} /> : null}
      <Button type="primary" htmlType="submit" disabled={missing}>
        {t('attribute.apply')}
      </Button>
    </form>
  );
}
