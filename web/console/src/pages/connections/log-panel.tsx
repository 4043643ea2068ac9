import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionView } from '../../../../../src/modules/connections/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { connectionLogQuery } from '../../api/connections.ts';
import { describeError } from '../../shell/describe-error.ts';

const LEVELS = ['debug', 'info', 'warn'] as const;

/** What went over a connection lately, secrets masked; and callbacks that were not taken. */
export function LogPanel({ connection }: { connection: ConnectionView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [level, setLevel] = useState<(typeof LEVELS)[number]>('info');
  const { data, error, refetch } = useQuery(connectionLogQuery(connection.id, level));
  const choose = (
    <Segmented
      aria-label={t('connections.log.level')}
      value={level}
      onChange={setLevel}
      options={LEVELS.map((value) => ({ value, label: t(`connections.log.levels.${value}`) }))}
    />
  );
  return (
    <Panel title={t('connections.tabs.log')} aside={choose} note={t('connections.log.note')}>
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={8} height={16} />
      ) : (
        <>
          {data.refusals.length > 0 ? (
            <details className="q-connection-more">
              <summary>
                {t('connections.log.refusals', { count: data.refusals.reduce((sum, { times }) => sum + times, 0) })}
              </summary>
              <ul>
                {data.refusals.map(({ day, why, times }) => (
                  <li key={`${day} ${why}`}>
                    {format.shortDay(day)} · {t(`connections.refusals.${why}`)} · {format.exact(times)}
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
          {data.entries.length === 0 ? <p className="q-faint">{t('connections.log.none')}</p> : null}
          <ol className="q-connection-log">
            {data.entries.map((entry) => (
              <li key={entry.id} className={`q-log-${entry.level}`}>
                <time dateTime={entry.at} title={format.relative(entry.at)}>
                  {format.instant(entry.at).slice(5)}
                </time>
                <span title={t(`connections.log.ways.${entry.direction}`)}>
                  {{ in: '↓', out: '↑', own: '·' }[entry.direction]}
                </span>
                <span>{entry.words}</span>
                {entry.body ? (
                  <details>
                    <summary>{t('connections.log.body')}</summary>
                    <pre>{entry.body}</pre>
                  </details>
                ) : null}
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}
