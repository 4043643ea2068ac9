import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PaperStatistics } from '../../../../../src/modules/exams/paper.contract.ts';
import { ScoreBar } from '../../../../ui/bars.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { paperStatisticsQuery } from '../../api/exams.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { useCommunity } from '../../shell/use-community.ts';

/** How an exam went, by score, by tag and by week. */
export function PaperStatisticsPart({ paperId }: { paperId: string }) {
  const community = useCommunity();
  const statistics = useQuery(paperStatisticsQuery(community.id, paperId));
  return (
    <Loaded of={statistics}>
      {(data) => (
        <div className="q-paper-statistics">
          <Scores scores={data.scores} />
          <Tags tags={data.tags} />
          <Weeks weeks={data.weeks} />
        </div>
      )}
    </Loaded>
  );
}

function Scores({ scores }: { scores: PaperStatistics['scores'] }) {
  const { t } = useTranslation();
  const most = Math.max(...scores, 1);
  return (
    <section>
      <h3>{t('exams.statistics.scores')}</h3>
      <table className="q-table">
        <tbody>
          {scores.map((count, tenth) => (
            <tr key={tenth}>
              <th scope="row">
                {t('exams.statistics.tenth', { from: tenth * 10, to: tenth === 9 ? 100 : tenth * 10 + 9 })}
              </th>
              <td className="q-paper-bar">
                <ScoreBar score={(100 * count) / most} />
              </td>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Tags({ tags }: { tags: PaperStatistics['tags'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section>
      <h3>{t('exams.statistics.tags')}</h3>
      <table className="q-table">
        <tbody>
          {tags.map(({ tag, answered, right }) => (
            <tr key={tag}>
              <th scope="row">{tag}</th>
              <td className="q-paper-bar">
                <ScoreBar score={(100 * right) / answered} />
              </td>
              <td>{format.share(right / answered)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Weeks({ weeks }: { weeks: PaperStatistics['weeks'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const some = weeks.filter(({ passed, failed }) => passed + failed > 0);
  return (
    <section>
      <h3>{t('exams.statistics.weeks')}</h3>
      {some.length === 0 ? (
        <p className="q-faint">{t('exams.statistics.noWeek')}</p>
      ) : (
        <table className="q-table">
          <thead>
            <tr>
              <th scope="col">{t('exams.statistics.week')}</th>
              <th scope="col">{t('exams.attempt.states.passed')}</th>
              <th scope="col">{t('exams.attempt.states.failed')}</th>
            </tr>
          </thead>
          <tbody>
            {some.map(({ week, passed, failed }) => (
              <tr key={week}>
                <th scope="row">{format.shortDay(week)}</th>
                <td>{passed}</td>
                <td>{failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
