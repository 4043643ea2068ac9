import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { objectiveQuery } from '../../api/goals.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useObjectiveWords } from './value-words.ts';

/** How an objective was judged, the days on which the judgement changed and the latest one, latest first. */
export function ObjectiveHistory({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useObjectiveWords();
  const community = useCommunity();
  const { data, error } = useQuery(objectiveQuery(community.id, id));
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Skeleton rows={2} />;
  if (data.history.length === 0) return <p className="q-faint">{t('goals.objective.historyNone')}</p>;
  const turns = data.history.filter(
    ({ status, target }, at, all) =>
      at === 0 || at === all.length - 1 || status !== all[at - 1]!.status || target !== all[at - 1]!.target,
  );
  return (
    <div className="q-table-scroll" tabIndex={0} role="region" aria-label={t('goals.objective.history')}>
      <table className="q-table">
        <thead>
          <tr>
            <th scope="col">{t('goals.objective.historyDay')}</th>
            <th scope="col">{t('goals.objective.historyStatus')}</th>
            <th scope="col">{t('goals.objective.historyValue')}</th>
            <th scope="col">{t('goals.objective.target')}</th>
            <th scope="col">{t('goals.objective.historyForecast')}</th>
          </tr>
        </thead>
        <tbody>
          {turns.toReversed().map((day) => (
            <tr key={day.day}>
              <th scope="row">{format.day(day.day)}</th>
              <td>{t(`goals.objective.status.${day.status}`)}</td>
              <td>{words.value(data, day.value)}</td>
              <td>{words.value(data, day.target)}</td>
              <td>
                {day.middle === null
                  ? '—'
                  : `${words.value(data, day.middle)} (${words.value(data, day.low)} – ${words.value(data, day.high)})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
