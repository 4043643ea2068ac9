import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useExplain } from './explanations.ts';
import { PointButton, useOpenPoint } from './point-people.tsx';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When people take part: contributions of 91 days by weekday and hour. */
export function HourHeatmap({ report, community }: { report: CommunityReport; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const explain = useExplain(report);
  const { heatmap, busiestHours } = report.activity;
  const most = Math.max(1, ...heatmap.flat());
  const busiest = busiestHours.slice(0, 3);
  const point = useOpenPoint(community);
  const open =
    point &&
    ((weekday: number, hour: number | null) => point.open({ kind: 'heatmap', params: {}, point: { weekday, hour } }));
  return (
    <Panel title={t('figure.heatmap.name')} explain={explain('heatmap')}>
      {busiest.length ? (
        <p className="q-panel-note">
          {t('overview.busiest', {
            hours: busiest.map(({ hour }) => t('overview.hour', { hour })).join(t('list.comma')),
            share: format.share(busiest.reduce((sum, { share }) => sum + share, 0)),
          })}
        </p>
      ) : null}
      <table className="q-hours">
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {hour % 3 === 0 ? hour : <span className="q-hidden">{hour}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heatmap.map((row, weekday) => (
            <tr key={weekday}>
              <th scope="row">
                <PointButton
                  people={row.reduce((sum, count) => sum + count, 0)}
                  label={t('overview.openWeekday', { weekday: t(`weekday.${weekday}`) })}
                  open={open && (() => open(weekday, null))}
                >
                  {t(`weekday.${weekday}`)}
                </PointButton>
              </th>
              {row.map((count, hour) => (
                <td
                  key={hour}
                  // By keyboard: the weekday at the head of the row, and the analysis of the same name hour by hour.
                  className={`q-heat ${open && count > 0 ? 'q-heat-open' : ''}`}
                  onClick={open && count > 0 ? () => open(weekday, hour) : undefined}
                  style={{ '--heat': Math.sqrt(count / most) } as React.CSSProperties}
                  title={t('overview.cell', {
                    weekday: t(`weekday.${weekday}`),
                    hour: t('overview.hour', { hour }),
                    count,
                    shown: format.exact(count),
                  })}
                >
                  <span className="q-hidden">{format.exact(count)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
