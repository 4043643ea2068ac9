import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, formatDay } from '../../../../../src/kernel/calendar.ts';
import type { FiguresReply } from '../../../../../src/modules/rewards/orders.contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { Figure, Panel } from '../../../../ui/figure.tsx';
import type { Colours } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { figuresQuery } from '../../api/rewards.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { USUAL_DAYS } from '../../shell/period-days.ts';
import { PeriodSelect } from '../../shell/period-select.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { RewardsFrame } from './rewards-frame.tsx';

/** How the shop did: what was redeemed of what was issued, by whom, and what waits. */
export function FiguresPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { lastDays: days = USUAL_DAYS } = useSearch({ from: '/app/c/$community/rewards/figures' });
  const navigate = useNavigate({ from: '/c/$community/rewards/figures' });
  const today = dayOf(Date.now(), community.zone);
  const period = { from: formatDay(today - days + 1), to: formatDay(today) };
  const asked = useQuery(figuresQuery(community.id, period));
  const { data } = asked;
  usePageTitle(t('rewards.tabs.figures'), community.name);
  return (
    <RewardsFrame
      answer={
        data
          ? t(data.rate === null ? 'rewards.figures.answerNone' : 'rewards.figures.answer', {
              count: data.orders,
              days,
              spent: format.exact(data.spent),
              rate: format.share(data.rate),
            })
          : t('rewards.figures.lead')
      }
      action={
        <PeriodSelect value={days} onChange={(lastDays) => void navigate({ search: { lastDays }, replace: true })} />
      }
    >
      <Loaded of={asked} rows={6} height={28} panel>
        {(reply) => (
          <div className="q-reward-column">
            <Tiles data={reply} />
            <Panel title={t('rewards.figures.byDay')}>
              <DayBars data={reply} />
            </Panel>
            <Panel title={t('rewards.figures.byReward')}>
              <RewardLines data={reply} />
            </Panel>
          </div>
        )}
      </Loaded>
    </RewardsFrame>
  );
}

function Tiles({ data }: { data: FiguresReply }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key } = useCommunity();
  const computed = t('rewards.figures.computed', {
    from: format.day(data.from),
    to: format.day(data.to),
    zone: data.zone,
  });
  return (
    <section className="q-panel q-reward-figures">
      <Figure
        label={t('rewards.figures.rate')}
        value={format.share(data.rate)}
        sub={t('rewards.figures.rateSub', { spent: format.exact(data.spent), issued: format.exact(data.issued) })}
        explain={{
          title: t('rewards.figures.rate'),
          definition: t('rewards.figures.rateDefinition'),
          inputs: [
            { label: t('rewards.figures.spent'), value: format.exact(data.spent) },
            { label: t('rewards.figures.issued'), value: format.exact(data.issued) },
          ],
          computed,
        }}
      />
      <Figure
        label={t('rewards.figures.orders')}
        value={format.exact(data.orders)}
        sub={t('rewards.figures.cancelled', { count: data.cancelled })}
      />
      <Figure
        label={t('rewards.figures.redeemers')}
        value={format.exact(data.redeemers)}
        explain={{
          title: t('rewards.figures.redeemers'),
          definition: t('rewards.figures.redeemersDefinition'),
          computed,
        }}
      />
      <Figure
        label={t('rewards.figures.waiting')}
        value={
          <Link to="/c/$community/rewards/orders" params={{ community: key }} search={{ orderState: 'placed' }}>
            {format.exact(data.waiting)}
          </Link>
        }
        sub={
          data.oldestWaitingAt
            ? t('rewards.figures.oldest', { when: format.relative(data.oldestWaitingAt) })
            : t('rewards.figures.noneWaiting')
        }
      />
    </section>
  );
}

function DayBars({ data }: { data: FiguresReply }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days } = data;
  const option = useCallback(
    (c: Colours) => ({
      ...chartStyle.daily(
        c,
        days.map(({ day }) => day),
        format,
      ),
      series: [
        {
          type: 'bar' as const,
          name: t('rewards.figures.spent'),
          barMaxWidth: 24,
          itemStyle: { color: c.accent, borderRadius: [3, 3, 0, 0] },
          // Today has not ended.
          data: days.map(({ spent }, at) => ({
            value: spent,
            ...(at === days.length - 1 && { itemStyle: chartStyle.unfinished(c) }),
          })),
        },
      ],
    }),
    [days, format, t],
  );
  const table = {
    columns: [t('rewards.figures.day'), t('rewards.figures.orders'), t('rewards.figures.spent')],
    rows: days.map(({ day, orders, spent }) => [format.day(day), format.exact(orders), format.exact(spent)]),
  };
  return <Chart label={t('rewards.figures.byDayLabel')} height={220} option={option} table={table} />;
}

function RewardLines({ data }: { data: FiguresReply }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key } = useCommunity();
  if (data.rewards.length === 0) return <p className="q-faint">{t('rewards.none.title')}</p>;
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('rewards.name')}</th>
            <th>{t('rewards.kind')}</th>
            <th className="q-number">{t('rewards.figures.orders')}</th>
            <th className="q-number">{t('rewards.figures.spent')}</th>
            <th className="q-number">{t('rewards.left')}</th>
          </tr>
        </thead>
        <tbody>
          {data.rewards.map((reward) => (
            <tr key={reward.id}>
              <th scope="row">
                <Link to="/c/$community/rewards/orders" params={{ community: key }} search={{ reward: reward.id }}>
                  {reward.name}
                </Link>
              </th>
              <td>{t(`rewards.kinds.${reward.kind}`)}</td>
              <td className="q-number">{format.exact(reward.orders)}</td>
              <td className="q-number">{format.exact(reward.spent)}</td>
              <td className="q-number">
                {reward.left === null
                  ? t('rewards.unlimited')
                  : `${format.exact(reward.left)} / ${format.exact(reward.stock)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
