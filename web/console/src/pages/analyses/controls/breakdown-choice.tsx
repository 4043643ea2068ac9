import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Breakdown } from '../../../../../../src/modules/analyses/common.contract.ts';
import { Choice, Control } from './control.tsx';
import { useSegments } from './use-segments.ts';

const BY = ['tier', 'platform', 'group', 'segment'] as const;
const MOST_SEGMENTS = 8;

/** Splits the people by tier, platform, group, or some segments. */
export function BreakdownChoice(props: {
  value: Breakdown | undefined;
  onChange: (breakdown: Breakdown | undefined) => void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const segments = useSegments();
  const choose = (by: (typeof BY)[number] | undefined) => {
    if (by === undefined) return onChange(undefined);
    if (by !== 'segment') return onChange({ by });
    const first = segments[0];
    return first ? onChange({ by, segments: [first.id] }) : undefined;
  };
  return (
    <>
      <Choice
        label={t('analysis.breakdown')}
        none={t('analysis.noBreakdown')}
        value={value?.by}
        options={BY.filter((by) => by !== 'segment' || segments.length > 0).map((by) => ({
          value: by,
          label: t(`analysis.breakdownBy.${by}`),
        }))}
        onChange={choose}
      />
      {value?.by === 'segment' ? (
        <Control label={t('analysis.segments')}>
          <Select
            mode="multiple"
            aria-label={t('analysis.segments')}
            className="q-control-many"
            maxCount={MOST_SEGMENTS}
            value={value.segments}
            options={segments.map(({ id, name }) => ({ value: id, label: name }))}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(chosen: string[]) => chosen.length > 0 && onChange({ by: 'segment', segments: chosen })}
          />
        </Control>
      ) : null}
    </>
  );
}
