import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  type DaysAgo,
  NUMBER_TESTS,
  type NumberTest,
  RULE_LIMITS,
  type Span,
} from '../../../../../../src/modules/segments/rule.contract.ts';

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
