import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, parseDay } from '../../../../../../src/kernel/calendar.ts';
import { Control } from './control.tsx';

export type Range = { from: string; to: string } | { lastDays: number };

const LAST_DAYS = [28, 91, 182, 364] as const;
const CHOOSE = 0;

/** The days a range covers, with the last days counted back from `asOf`. */
export function daysOfRange(range: Range, asOf: string): { from: string; to: string } {
  if ('from' in range) return range;
  return { from: formatDay(parseDay(asOf)! - range.lastDays + 1), to: asOf };
}

/** The days that are looked at: the last so many, or from one day to another. `none` allows no choice at all. */
export function RangeChoice(props: {
  value: Range | undefined;
  asOf: string;
  onChange: (range: Range | undefined) => void;
  none?: string;
}) {
  const { value, asOf, none } = props;
  const { t } = useTranslation();
  const label = t('analysis.range');
  const days = value && 'lastDays' in value ? value.lastDays : undefined;
  const options = [...new Set([...LAST_DAYS, ...(days ? [days] : [])])].toSorted((a, b) => a - b);
  return (
    <Control label={label}>
      <div className="q-control-row">
        <Select
          aria-label={label}
          value={value ? (days ?? CHOOSE) : null}
          placeholder={none}
          allowClear={none !== undefined && value !== undefined}
          popupMatchSelectWidth={false}
          options={[
            ...options.map((option) => ({ value: option, label: t('analysis.lastDays', { count: option }) })),
            { value: CHOOSE, label: t('analysis.fromTo') },
          ]}
          onChange={(next: number | undefined) => {
            if (next === undefined) return props.onChange(undefined);
            return props.onChange(next === CHOOSE ? daysOfRange(value ?? { lastDays: 91 }, asOf) : { lastDays: next });
          }}
        />
        {value && 'from' in value ? (
          <DayPair key={`${value.from} ${value.to}`} value={value} last={asOf} onChange={props.onChange} />
        ) : null}
      </div>
    </Control>
  );
}

function DayPair(props: {
  value: { from: string; to: string };
  last: string;
  onChange: (range: { from: string; to: string }) => void;
}) {
  const { t } = useTranslation();
  const [value, setValue] = useState(props.value);
  const set = (change: Partial<typeof value>) => {
    const next = { ...value, ...change };
    setValue(next);
    if (next.from && next.to && next.from <= next.to) props.onChange(next);
  };
  const day = (key: 'from' | 'to') => (
    <input
      type="date"
      className="q-control-day"
      aria-label={t(`analysis.${key}`)}
      defaultValue={value[key]}
      max={key === 'from' ? value.to : props.last}
      min={key === 'to' ? value.from : undefined}
      onChange={(event) => event.target.validity.valid && event.target.value && set({ [key]: event.target.value })}
    />
  );
  return (
    <>
      {day('from')}
      <span aria-hidden>–</span>
      {day('to')}
    </>
  );
}
