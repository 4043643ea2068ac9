import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, formatDay } from '../../../../../src/kernel/calendar.ts';
import type { PointsDashboard } from '../../../../../src/modules/points/contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { Figure, Panel } from '../../../../ui/figure.tsx';
import type { Colours } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { pointsDashboardQuery } from '../../api/points.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { USUAL_DAYS } from '../../shell/period-days.ts';
import { PeriodSelect } from '../../shell/period-select.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useMoney } from '../goals/value-words.ts';
import { MonthBudget } from './month-budget.tsx';
import { PointsFrame } from './points-frame.tsx';
import { useCause } from './use-cause.ts';

/** What was issued and redeemed, what is outstanding and would cost, and who earns for what. */
export function PointsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { lastDays: days = USUAL_DAYS } = useSearch({ from: '/app/c/$community/points' });
  const navigate = useNavigate({ from: '/c/$community/points' });
  const today = dayOf(Date.now(), community.zone);
  const period = { from: formatDay(today - days + 1), to: formatDay(today + 1) };
  const asked = useQuery(pointsDashboardQuery(community.id, period));
  const { data } = asked;
  usePageTitle(t('points.title'), community.name);
  return (
    <PointsFrame
      answer={
        data
          ? t('points.answer', {
              days,
              issued: format.count(data.figures.issued),
              redeemed: format.count(data.figures.redeemed),
              outstanding: format.count(data.outstanding.points),
            })
          : t('points.lead')
      }
      aside={
        <PeriodSelect value={days} onChange={(lastDays) => void navigate({ search: { lastDays }, replace: true })} />
      }
    >
      <Loaded of={asked} rows={6} height={28} panel>
        {(reply) => (
          <>
            <Tiles data={reply} />
            <Panel
              title={t('points.byDay')}
              aside={
                <p className="q-point-legend">
                  <span>{t('points.figures.issued')}</span>
                  <span>{t('points.figures.redeemed')}</span>
                </p>
              }
            >
              <DayLines data={reply} />
            </Panel>
            <div className="q-point-columns">
              <Panel title={t('points.forWhat')}>
                <Causes data={reply} />
              </Panel>
              <Panel title={t('points.byWhom')}>
                <Earners data={reply} />
              </Panel>
            </div>
            <MonthBudget data={reply} month={formatDay(today).slice(0, 7)} />
          </>
        )}
      </Loaded>
    </PointsFrame>
  );
}

function Tiles({ data }: { data: PointsDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { zone } = useCommunity();
  const money = useMoney(data.currency);
  const { figures, before, outstanding } = data;
  const computed = t('points.computed', { from: format.day(data.from), zone });
  const of = (name: 'issued' | 'redeemed' | 'expired') => (
    <Figure
      label={t(`points.figures.${name}`)}
      value={format.exact(figures[name])}
      sub={t('points.beforeThat', { value: format.exact(before[name]) })}
      explain={{ title: t(`points.figures.${name}`), definition: t(`points.definitions.${name}`), computed }}
    />
  );
  return (
    <section className="q-panel q-point-figures">
      {of('issued')}
      {of('redeemed')}
      {of('expired')}
      <Figure
        label={t('points.figures.outstanding')}
        value={format.exact(outstanding.points)}
        sub={t('points.outstandingSub', {
          members: format.exact(outstanding.members),
          soon: format.exact(outstanding.expiringSoon),
        })}
        explain={{
          title: t('points.figures.outstanding'),
          definition: t('points.definitions.outstanding'),
          inputs: [
            { label: t('points.figures.members'), value: format.exact(outstanding.members) },
            { label: t('points.figures.soon'), value: format.exact(outstanding.expiringSoon) },
          ],
        }}
      />
      <Figure
        label={t('points.figures.liability')}
        value={money(outstanding.cost)}
        sub={t('points.liabilitySub', { cost: money(data.redeemedCost) })}
        explain={{ title: t('points.figures.liability'), definition: t('points.definitions.liability') }}
      />
    </section>
  );
}

function DayLines({ data: { days } }: { data: PointsDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const option = useCallback(
    (c: Colours) => ({
      ...chartStyle.daily(
        c,
        days.map(({ day }) => day),
        format,
      ),
      series: (['issued', 'redeemed'] as const).map((name, at) => ({
        type: 'bar' as const,
        name: t(`points.figures.${name}`),
        barMaxWidth: 16,
        itemStyle: { color: at === 0 ? c.accent : c.warning, borderRadius: [3, 3, 0, 0] },
        // Today has not ended.
        data: days.map((day, place) => ({
          value: day[name],
          ...(place === days.length - 1 && { itemStyle: chartStyle.unfinished(c) }),
        })),
      })),
    }),
    [days, format, t],
  );
  const table = {
    columns: [t('points.day'), t('points.figures.issued'), t('points.figures.redeemed'), t('points.figures.expired')],
    rows: days.map(({ day, issued, redeemed, expired }) => [
      format.day(day),
      format.exact(issued),
      format.exact(redeemed),
      format.exact(expired),
    ]),
  };
  return <Chart label={t('points.byDay')} height={240} option={option} table={table} />;
}

function Causes({ data: { causes } }: { data: PointsDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cause = useCause();
  if (causes.length === 0) return <p className="q-faint">{t('points.nothingIssued')}</p>;
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('points.cause')}</th>
            <th className="q-number">{t('points.figures.points')}</th>
            <th className="q-number">{t('points.times')}</th>
            <th className="q-number">{t('points.figures.members')}</th>
          </tr>
        </thead>
        <tbody>
          {causes.map((one) => (
            <tr key={`${one.cause} ${one.ruleId}`}>
              <th scope="row">{cause(one)}</th>
              <td className="q-number">{format.exact(one.points)}</td>
              <td className="q-number">{format.exact(one.times)}</td>
              <td className="q-number">{format.exact(one.members)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Earners({ data: { earners } }: { data: PointsDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key } = useCommunity();
  if (earners.length === 0) return <p className="q-faint">{t('points.nothingIssued')}</p>;
  return (
    <ol className="q-point-earners">
      {earners.map(({ member, points, share }) => (
        <li key={member.id}>
          <Link to="/c/$community/points/ledger" params={{ community: key }} search={{ member: member.id }}>
            {member.name}
          </Link>
          <span>
            {format.exact(points)} <span className="q-faint">{format.share(share)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
