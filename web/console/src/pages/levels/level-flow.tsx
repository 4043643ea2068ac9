import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { LevelFlowReply, LevelsReply } from '../../../../../src/modules/levels/levels.contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { Panel } from '../../../../ui/figure.tsx';
import type { Colours } from '../../../../ui/tokens.ts';
import { levelFlowQuery } from '../../api/levels.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useOwnWords } from './use-level-change.ts';

const DAYS = 91;

/** How many stood on each level day by day, and who moved from where to where. */
export function LevelFlow({ reply }: { reply: LevelsReply }) {
  const { t } = useOwnWords();
  const community = useCommunity();
  const flow = useQuery(levelFlowQuery(community.id, DAYS));
  return (
    <>
      <Panel title={t('levels.flow.days')}>
        <Loaded of={flow} rows={4}>
          {(data) =>
            data.days.length === 0 ? (
              <p className="q-faint">{t('levels.flow.none')}</p>
            ) : (
              <DayBars flow={data} reply={reply} />
            )
          }
        </Loaded>
      </Panel>
      {/* One failure is said once. */}
      {flow.error && !flow.data ? null : (
        <Panel title={t('levels.flow.moves', { count: DAYS })}>
          <Loaded of={flow} rows={3}>
            {(data) => <Moves flow={data} reply={reply} />}
          </Loaded>
        </Panel>
      )}
    </>
  );
}

type Props = { flow: LevelFlowReply; reply: LevelsReply };

function DayBars({ flow: { days }, reply: { levels } }: Props) {
  const { t, format, nameOf } = useOwnWords();
  const of = (day: (typeof days)[number], rank: number) => day.ranks.find((one) => one.rank === rank)?.members ?? 0;
  const option = useCallback(
    (c: Colours) => ({
      ...chartStyle.daily(
        c,
        days.map(({ day }) => day),
        format,
      ),
      series: levels.map((level) => ({
        type: 'bar' as const,
        stack: 'levels',
        name: nameOf(level),
        barMaxWidth: 24,
        itemStyle: { color: level.colour },
        data: days.map((day) => of(day, level.rank)),
      })),
    }),
    [days, levels, format, nameOf],
  );
  const table = {
    columns: [t('levels.flow.day'), ...levels.map(nameOf)],
    rows: days.map((day) => [format.day(day.day), ...levels.map(({ rank }) => format.exact(of(day, rank)))]),
  };
  return <Chart label={t('levels.flow.days')} height={240} option={option} table={table} />;
}

function Moves({ flow: { moves, runs }, reply: { levels } }: Props) {
  const { t, format, nameOf } = useOwnWords();
  const level = (rank: number) => nameOf(levels[rank - 1]);
  const [last] = runs;
  return (
    <>
      {moves.length === 0 ? (
        <p className="q-faint">{t('levels.flow.nobody')}</p>
      ) : (
        <div className="q-table-scroll">
          <table className="q-table q-table-start">
            <thead>
              <tr>
                <th>{t('levels.flow.from')}</th>
                <th>{t('levels.flow.to')}</th>
                <th>{t('levels.flow.reason')}</th>
                <th className="q-number">{t('levels.members')}</th>
              </tr>
            </thead>
            <tbody>
              {moves.map(({ from, to, reason, members }) => (
                <tr key={`${from} ${to} ${reason}`}>
                  <td>{level(from)}</td>
                  <td>{level(to)}</td>
                  <td>{t(`levels.reasons.${reason}`)}</td>
                  <td className="q-number">{format.exact(members)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {last ? (
        <p className="q-faint q-small">
          {t('levels.flow.lastRun', {
            kind: t(`levels.runs.${last.kind}`),
            when: format.relative(last.at),
            members: format.exact(last.members),
            promoted: format.exact(last.promoted),
            demoted: format.exact(last.demoted),
          })}
        </p>
      ) : null}
    </>
  );
}
