import { DeleteOutlined, FilterOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Input, Popover, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type EventFilter,
  NUMBER_TESTS,
  type NumberTest,
  PROPERTY_TESTS,
  RULE_EVENT_KINDS,
} from '../../../../../../src/modules/segments/rule.contract.ts';
import { Many, type Option, Whole } from './fields.tsx';
import { useRuleOptions } from './rule-options.tsx';

/** Which events: kinds, and further conditions in a panel of their own. */
export function EventField(props: { value: EventFilter; onChange: (event: EventFilter) => void; before?: ReactNode }) {
  const { value, onChange, before } = props;
  const { t } = useTranslation();
  const { vocabulary } = useRuleOptions();
  const seen = new Map(vocabulary.kinds.map(({ kind, events }) => [kind, events]));
  // Kinds that were seen come first, the others stay possible: their events may still come.
  const kinds = [...RULE_EVENT_KINDS].sort((a, b) => order(b, seen) - order(a, seen));
  const count =
    [value.platform, value.groupId, value.value].filter((one) => one !== undefined).length +
    (value.properties?.length ?? 0);
  return (
    <span className="q-rule-part">
      {before}
      <Many
        label={t('segments.field.kinds')}
        value={value.kinds}
        options={kinds.map((kind) => ({ value: kind, label: t(`segments.doing.${kind}`) }))}
        onChange={(next) => onChange({ ...value, kinds: next as EventFilter['kinds'] })}
      />
      <Popover
        trigger="click"
        placement="bottomLeft"
        destroyOnHidden
        content={<EventConditions value={value} onChange={onChange} />}
      >
        <Button type="text" icon={<FilterOutlined />} className={count ? 'q-rule-filtered' : ''}>
          {count ? t('segments.field.moreOf', { count }) : t('segments.field.more')}
        </Button>
      </Popover>
    </span>
  );
}

const order = (kind: string, seen: ReadonlyMap<string, number>): number =>
  kind === 'contribution' ? Infinity : (seen.get(kind) ?? -1);

/** Stands for no properties: the field is then left out. */
const NONE: Property[] = [];

/** Leaves out what is not set: the contract takes no empty fields. */
const cleaned = (event: EventFilter): EventFilter =>
  Object.fromEntries(
    Object.entries(event).filter(([key, value]) => value !== undefined && (key !== 'properties' || value !== NONE)),
  ) as EventFilter;

function EventConditions({ value, onChange }: { value: EventFilter; onChange: (event: EventFilter) => void }) {
  const { t } = useTranslation();
  const { vocabulary, names } = useRuleOptions();
  const set = (next: Partial<EventFilter>) => onChange(cleaned({ ...value, ...next }));
  const select = (label: string, chosen: string | undefined, options: Option[], change: (next?: string) => void) => (
    <label>
      <span>{label}</span>
      <Select
        aria-label={label}
        allowClear
        placeholder={t('segments.field.anyValue')}
        value={chosen ?? null}
        options={options}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(next: string | null) => change(next ?? undefined)}
      />
    </label>
  );
  const platforms = vocabulary.platforms.map((one) => ({ value: one, label: names.platform(one) }));
  const groups = vocabulary.groups.map((one) => ({ value: one.id, label: one.name || t('group.none') }));
  return (
    <div className="q-rule-conditions">
      {select(t('segments.field.onPlatform'), value.platform, platforms, (platform) => set({ platform }))}
      {select(t('segments.field.inGroup'), value.groupId, groups, (groupId) => set({ groupId }))}
      <ValueTest value={value} set={set} />
      <Properties value={value} set={set} />
    </div>
  );
}

type SetEvent = { value: EventFilter; set: (next: Partial<EventFilter>) => void };

function ValueTest({ value, set }: SetEvent) {
  const { t } = useTranslation();
  return (
    <div className="q-rule-condition" role="group" aria-label={t('segments.field.valueTest')}>
      <span>{t('segments.field.valueTest')}</span>
      <Select
        aria-label={t('segments.field.test')}
        value={(value.value?.test ?? '') as NumberTest | ''}
        options={[
          { value: '', label: t('segments.field.anyValue') },
          ...NUMBER_TESTS.map((one) => ({ value: one, label: t(`segments.test.${one}`) })),
        ]}
        onChange={(test: NumberTest | '') =>
          set({ value: test === '' ? undefined : { test, number: value.value?.number ?? 0 } })
        }
      />
      {value.value ? (
        <Whole
          label={t('segments.field.number')}
          value={value.value.number}
          min={-1e12}
          max={1e12}
          whole={false}
          onChange={(number) => set({ value: { test: value.value!.test, number } })}
        />
      ) : null}
    </div>
  );
}

type Property = NonNullable<EventFilter['properties']>[number];

function Properties({ value, set }: SetEvent) {
  const { t } = useTranslation();
  const properties = value.properties ?? [];
  const put = (at: number, next: Property) => set({ properties: properties.with(at, next) });
  return (
    <>
      {properties.map((property, at) => (
        // The place is the identity: a line has no id and is typed into.
        <PropertyLine
          key={at}
          property={property}
          kinds={value.kinds}
          onChange={(next) => put(at, next)}
          onRemove={() => set({ properties: properties.length > 1 ? properties.toSpliced(at, 1) : NONE })}
        />
      ))}
      {properties.length < 5 ? (
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => set({ properties: [...properties, { path: '', test: 'is', value: '' }] })}
        >
          {t('segments.field.addProperty')}
        </Button>
      ) : null}
    </>
  );
}

function PropertyLine(props: {
  property: Property;
  kinds: readonly string[];
  onChange: (next: Property) => void;
  onRemove: () => void;
}) {
  const { property, kinds, onChange, onRemove } = props;
  const { t } = useTranslation();
  const { vocabulary } = useRuleOptions();
  const seen = vocabulary.properties.filter(({ kind }) => kinds.includes('contribution') || kinds.includes(kind));
  const type = seen.find(({ path }) => path === property.path)?.type;
  const numeric = property.test === 'at_least' || property.test === 'at_most';
  /** What is typed, as the type that the property has. */
  const typed = (text: string): Property['value'] => {
    if (property.test === 'is' && type === 'number' && text.trim() !== '' && !Number.isNaN(Number(text)))
      return Number(text);
    if (property.test === 'is' && type === 'boolean') return text === 'true';
    return text;
  };
  return (
    <div className="q-rule-condition" role="group" aria-label={property.path || t('segments.field.propertyPath')}>
      <AutoComplete
        aria-label={t('segments.field.propertyPath')}
        placeholder={t('segments.field.propertyPath')}
        value={property.path}
        options={[...new Set(seen.map(({ path }) => path))].map((path) => ({ value: path }))}
        onChange={(path: string) => onChange({ ...property, path })}
      />
      <Select
        aria-label={t('segments.field.test')}
        value={property.test}
        options={PROPERTY_TESTS.map((one) => ({ value: one, label: t(`segments.propertyTest.${one}`) }))}
        onChange={(test) =>
          onChange(
            test === 'exists'
              ? { path: property.path, test }
              : {
                  path: property.path,
                  test,
                  value: test.startsWith('at_') ? Number(property.value) || 0 : String(property.value ?? ''),
                },
          )
        }
      />
      {property.test === 'exists' ? null : numeric ? (
        <Whole
          label={t('segments.field.value')}
          value={property.value as number}
          min={-1e12}
          max={1e12}
          whole={false}
          onChange={(next) => onChange({ ...property, value: next })}
        />
      ) : (
        <Input
          aria-label={t('segments.field.value')}
          value={String(property.value ?? '')}
          maxLength={200}
          onChange={(event) => onChange({ ...property, value: typed(event.target.value) })}
        />
      )}
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('segments.field.removeProperty')}
        onClick={onRemove}
      />
    </div>
  );
}
