import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { dayOf, formatDay } from '../../../../../src/kernel/calendar.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import type { Overview } from '../../api/overview.ts';
import { useExplain } from './explanations.ts';
import { RANGES, TRENDS, type Range, type Trend } from './overview-search.ts';
import { TrendActive } from './trend-active.tsx';
import { TrendBars } from './trend-bars.tsx';
import { TrendHealth } from './trend-health.tsx';

/** How the community went: active people, joins and leaves, contributions, health; over a range one chooses. */
export function TrendsPanel({ overview, community }: { overview: Overview; community: Community }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { trend = 'active', range = 182 } = useSearch({ from: '/app/c/$community/' });
  const { report } = overview;
  const explain = useExplain(report, overview.evaluatedAt);
  const set = (change: { trend?: Trend; range?: Range }) =>
    void navigate({
      to: '/c/$community',
      params: { community: community.key },
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  // A day of the past is over; today is not.
  const dayComplete = report.asOf < formatDay(dayOf(Date.now(), report.timezone));
  const shown = { daily: report.activity.daily, range, dayComplete };
  return (
    <Panel
      title={t('figure.trend.name')}
      explain={explain(trend === 'active' ? 'trend' : `trend_${trend}`)}
      className="q-trends"
      aside={
        <Segmented<Range>
          size="small"
          aria-label={t('trend.range')}
          value={range}
          onChange={(value) => set({ range: value })}
          options={RANGES.map((value) => ({ value, label: t(`trend.days.${value}`) }))}
        />
      }
    >
      <Segmented<Trend>
        size="small"
        className="q-trend-kinds"
        aria-label={t('figure.trend.name')}
        value={trend}
        onChange={(value) => set({ trend: value })}
        options={TRENDS.map((value) => ({ value, label: t(`trend.kind.${value}`) }))}
      />
      {trend === 'active' ? <TrendActive {...shown} /> : null}
      {trend === 'growth' || trend === 'contributions' ? (
        <TrendBars key={trend} kind={trend} community={community} {...shown} />
      ) : null}
      {trend === 'health' ? <TrendHealth overview={overview} community={community} range={range} /> : null}
    </Panel>
  );
}
