import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tracking } from '../../../../../src/modules/growth/contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import type { Colours } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';

/** Visits and clicks by day over 28 days, the pages looked at, and who sent people. */
export function HitsPanel({ tracking }: { tracking: Tracking }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days, pages, referrers, zone } = tracking;
  const option = useCallback(
    (c: Colours) => {
      const bars = (name: string, key: 'visits' | 'clicks', colour: string) => ({
        name,
        type: 'bar' as const,
        stack: 'hits',
        barMaxWidth: 18,
        itemStyle: { color: colour },
        data: days.map((day) => day[key]),
      });
      return {
        grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
        tooltip: { ...chartStyle.tooltip(c), valueFormatter: (value: unknown) => format.exact(Number(value)) },
        xAxis: chartStyle.category(
          c,
          days.map(({ day }) => day),
          (day) => format.shortDay(day),
        ),
        yAxis: chartStyle.value(c, (value) => format.count(value)),
        series: [
          bars(t('tracking.visits'), 'visits', c.accentStrong),
          bars(t('tracking.clicks'), 'clicks', c.textFaint),
        ],
      };
    },
    [days, format, t],
  );
  const table = {
    columns: [t('chart.day'), t('tracking.visits'), t('tracking.clicks'), t('tracking.visitors')],
    rows: days
      .toReversed()
      .map((day) => [day.day, format.exact(day.visits), format.exact(day.clicks), format.exact(day.visitors)]),
  };
  return (
    <section className="q-panel q-hits">
      <Chart
        label={t('tracking.chart')}
        height={180}
        option={option}
        table={table}
        above={
          <span className="q-faint">
            <i className="q-hits-key q-hits-visits" /> {t('tracking.visits')}
            <i className="q-hits-key q-hits-clicks" /> {t('tracking.clicks')} · {t('tracking.today', { zone })}
          </span>
        }
      />
      <div className="q-hits-lists">
        <TopList
          title={t('tracking.pages')}
          rows={pages.map(({ page, visits }) => ({ label: page, visits }))}
          none={t('tracking.noPages')}
        />
        <TopList
          title={t('tracking.referrers')}
          rows={referrers.map(({ referrer, visits }) => ({ label: referrer, visits }))}
          none={t('tracking.noReferrers')}
        />
      </div>
    </section>
  );
}

function TopList({ title, rows, none }: { title: string; rows: { label: string; visits: number }[]; none: string }) {
  const format = useFormat();
  return (
    <div>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="q-faint">{none}</p>
      ) : (
        <ol>
          {rows.map(({ label, visits }) => (
            <li key={label}>
              <span title={label}>{label}</span>
              <b>{format.count(visits)}</b>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
