import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useExplain } from './explanations.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When people take part: contributions of 91 days by weekday and hour. */
export function HourHeatmap({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const explain = useExplain(report);
  const { heatmap, busiestHours } = report.activity;
  const most = Math.max(1, ...heatmap.flat());
  const busiest = busiestHours.slice(0, 3);
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
              <th scope="row">{t(`weekday.${weekday}`)}</th>
              {row.map((count, hour) => (
                <td
                  key={hour}
                  className="q-heat"
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
