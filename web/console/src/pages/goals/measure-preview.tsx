import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Measure } from '../../../../../src/modules/goals/objectives.contract.ts';
import { Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { measureQuery } from '../../api/goals.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { FigureLine } from './course-chart.tsx';
import { writeValue } from './value-words.ts';

/** What a figure was in half a year, with the target that is being typed. */
export function MeasurePreview({ measure, target }: { measure: Measure; target?: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const { id } = useCommunity();
  const { data } = useQuery(measureQuery(id, measure));
  if (!data) return <Skeleton rows={1} height={72} />;
  const values = data.series.flatMap(({ value }) => (value === null ? [] : [value]));
  const meaning = 'metric' in measure ? words.m.metricMeanings[measure.metric] : undefined;
  return (
    <div className="q-measure-preview">
      {values.length < 2 ? (
        <p className="q-faint">{t('goals.objective.previewNone')}</p>
      ) : (
        <>
          <FigureLine
            series={data.series}
            label={t('goals.objective.preview')}
            {...(target !== undefined && { target })}
          />
          <p className="q-faint">
            {t('goals.objective.preview')} · {writeValue(format, data.unit, Math.min(...values))} –{' '}
            {writeValue(format, data.unit, Math.max(...values))}
          </p>
        </>
      )}
      {meaning ? <p className="q-faint">{meaning}</p> : null}
    </div>
  );
}
