import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { PERIOD_DAYS, USUAL_DAYS } from './period-days.ts';

type Days = (typeof PERIOD_DAYS)[number];

/** Of how many days until today figures are; the usual choice is not written in the address. */
export function PeriodSelect({ value, onChange }: { value: Days; onChange: (days: Days | undefined) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('period.label')}
      value={value}
      onChange={(days) => onChange(days === USUAL_DAYS ? undefined : days)}
      options={PERIOD_DAYS.map((count) => ({ value: count, label: t('period.days', { count }) }))}
    />
  );
}
