import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Interval } from '../../../../../../src/modules/analyses/common.contract.ts';
import { Control } from './control.tsx';

export const INTERVALS = ['day', 'week', 'month'] as const satisfies readonly Interval[];

/** By day, week or month. */
export function IntervalChoice<One extends Interval>(props: {
  value: One;
  options: readonly One[];
  onChange: (value: One) => void;
}) {
  const { t } = useTranslation();
  return (
    <Control label={t('analysis.interval')}>
      <Segmented
        aria-label={t('analysis.interval')}
        value={props.value}
        onChange={props.onChange}
        options={props.options.map((value) => ({ value, label: t(`analysis.by.${value as Interval}`) }))}
      />
    </Control>
  );
}
