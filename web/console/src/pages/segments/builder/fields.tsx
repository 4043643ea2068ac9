import { DeleteOutlined, FilterOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Input, InputNumber, Popover, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type DaysAgo,
  type EventFilter,
  NUMBER_TESTS,
  type NumberTest,
  PROPERTY_TESTS,
  RULE_EVENT_KINDS,
  RULE_LIMITS,
  type Span,
} from '../../../../../../src/modules/segments/rule.contract.ts';
import { useRuleOptions } from './rule-options.tsx';

export interface Option {
  value: string;
  label: string;
}

/** A choice of one; `label` is its name for a screen reader. */
export function One<Value extends string>(props: {
  label: string;
  value: Value | undefined;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <Select<Value>
      aria-label={label}
      placeholder={label}
      className="q-rule-one"
      popupMatchSelectWidth={false}
      value={value}
      options={[...options]}
      {...(options.length > 8 ? { showSearch: { optionFilterProp: 'label' } } : {})}
      onChange={onChange}
    />
  );
}

/** A choice of several. */
export function Many(props: {
  label: string;
  value: readonly string[];
  options: readonly Option[];
  most?: number;
  onChange: (value: string[]) => void;
}) {
  const { label, value, options, most = 20, onChange } = props;
  return (
    <Select
      mode="multiple"
      aria-label={label}
      placeholder={label}
      className="q-rule-many"
      popupMatchSelectWidth={false}
      maxCount={most}
      value={[...value]}
      options={[...options]}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={onChange}
    />
  );
}

/** A whole number; emptied it is missing, which the rule then says. */
export function Whole(props: {
  label: string;
  value: number | undefined;
  min?: number;
  max?: number;
  whole?: boolean;
  onChange: (value: number) => void;
}) {
  const { label, value, min = 0, max = 1_000_000, whole = true, onChange } = props;
  return (
    <InputNumber
      aria-label={label}
      className="q-rule-number"
      min={min}
      max={max}
      {...(whole ? { precision: 0 } : {})}
      value={value ?? null}
      onChange={(next) => onChange((next ?? undefined) as number)}
    />
  );
}

/** At least, at most or exactly a number. */
export function Test(props: {
  test: NumberTest;
  number: number | undefined;
  min?: number;
  whole?: boolean;
  onChange: (next: { test: NumberTest; number: number }) => void;
}) {
  const { test, number, min = 0, whole = true, onChange } = props;
  const { t } = useTranslation();
  return (
    <>
      <One
        label={t('segments.field.test')}
        value={test}
        options={NUMBER_TESTS.map((value) => ({ value, label: t(`segments.test.${value}`) }))}
        onChange={(next) => onChange({ test: next, number: number as number })}
      />
      <Whole
        label={t('segments.field.number')}
        value={number}
        min={min}
        max={whole ? 1_000_000 : 1e12}
        whole={whole}
        onChange={(next) => onChange({ test, number: next })}
      />
    </>
  );
}

export function Day(props: { label: string; value: string | undefined; onChange: (day: string) => void }) {
  return (
    <input
      type="date"
      className="q-rule-date"
      aria-label={props.label}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}

function Between(props: {
  value: { from: string; to: string };
  onChange: (value: { from: string; to: string }) => void;
}) {
  const { t } = useTranslation();
  const { from, to } = props.value;
  return (
    <>
      <Day label={t('segments.field.from')} value={from} onChange={(day) => props.onChange({ from: day, to })} />
      <span aria-hidden>–</span>
      <Day label={t('segments.field.to')} value={to} onChange={(day) => props.onChange({ from, to: day })} />
    </>
  );
}

const EMPTY = { from: '', to: '' };

/** During which days: the last so many, between two, or ever. */
export function SpanField(props: {
  value: Span | undefined;
  always?: boolean;
  onChange: (span: Span | undefined) => void;
}) {
  const { value, always, onChange } = props;
  const { t } = useTranslation();
  const kind = value === undefined ? 'ever' : 'lastDays' in value ? 'lastDays' : 'between';
  const kinds = always ? (['lastDays', 'between'] as const) : (['lastDays', 'between', 'ever'] as const);
  return (
    <span className="q-rule-part">
      <One
        label={t('segments.field.span')}
        value={kind}
        options={kinds.map((one) => ({ value: one, label: t(`segments.field.${one}`) }))}
        onChange={(next) => onChange(next === 'ever' ? undefined : next === 'lastDays' ? { lastDays: 28 } : EMPTY)}
      />
      {value === undefined ? null : 'lastDays' in value ? (
        <Days value={value.lastDays} unit={t('segments.field.days')} onChange={(lastDays) => onChange({ lastDays })} />
      ) : (
        <Between value={value} onChange={onChange} />
      )}
    </span>
  );
}

export function Days(props: { value: number | undefined; unit: string; onChange: (days: number) => void }) {
  return (
    <>
      <Whole label={props.unit} value={props.value} min={1} max={RULE_LIMITS.lastDays} onChange={props.onChange} />
      <span>{props.unit}</span>
    </>
  );
}

/** How many days ago. */
export function DaysAgoField({ value, onChange }: { value: DaysAgo; onChange: (value: DaysAgo) => void }) {
  const { t } = useTranslation();
  const kind = 'withinDays' in value ? 'withinDays' : 'beforeDays' in value ? 'beforeDays' : 'between';
  const kinds = ['withinDays', 'beforeDays', 'between'] as const;
  const days = 'withinDays' in value ? value.withinDays : 'beforeDays' in value ? value.beforeDays : undefined;
  return (
    <span className="q-rule-part">
      <One
        label={t('segments.field.span')}
        value={kind}
        options={kinds.map((one) => ({ value: one, label: t(`segments.field.${one}`) }))}
        onChange={(next) =>
          onChange(
            next === 'between'
              ? EMPTY
              : next === 'withinDays'
                ? { withinDays: days ?? 28 }
                : { beforeDays: days ?? 28 },
          )
        }
      />
      {'from' in value ? (
        <Between value={value} onChange={onChange} />
      ) : (
        <Days
          value={days}
          unit={t('segments.field.daysAgo')}
          onChange={(next) => onChange(kind === 'withinDays' ? { withinDays: next } : { beforeDays: next })}
        />
      )}
    </span>
  );
}

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
