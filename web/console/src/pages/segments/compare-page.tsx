import { SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { TierBadge } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { compareQuery, type SegmentComparison } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { Crumbs } from './overlap-page.tsx';
import { SegmentChoice } from './segment-choice.tsx';
import './segments.css';

/** Two segments, or one and everybody else, on every metric. */
export function ComparePage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { a, b } = useSearch({ from: '/app/c/$community/segments/compare' });
  const navigate = useNavigate({ from: '/c/$community/segments/compare' });
  usePageTitle(t('segments.comparison.title'), t('segments.title'), community.name);
  const same = a !== undefined && a === b;
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...compareQuery(community.id, a, b),
    enabled: a !== undefined && !same,
  });
  const set = (next: { a?: string | undefined; b?: string | undefined }) =>
    void navigate({ search: { a, b, ...next }, replace: true });
  return (
    <>
      <Crumbs title={t('segments.comparison.title')} />
      <div className="q-page-head">
        <div>
          <h1>{t('segments.comparison.title')}</h1>
          <p>{t('segments.comparison.lead')}</p>
        </div>
      </div>
      <section className="q-panel">
        <div className="q-segment-choices">
          <label>
            <span className="q-set-letter q-set-0" aria-hidden>
              A
            </span>
            <SegmentChoice label={t('segments.comparison.a')} value={a} onChange={(id) => set({ a: id })} />
          </label>
          <Button
            icon={<SwapOutlined />}
            disabled={!a || !b}
            aria-label={t('segments.comparison.swap')}
            title={t('segments.comparison.swap')}
            onClick={() => set({ a: b, b: a })}
          />
          <label>
            <span className="q-set-letter q-set-1" aria-hidden>
              B
            </span>
            <SegmentChoice
              label={t('segments.comparison.b')}
              placeholder={t('segments.comparison.others')}
              value={b}
              onChange={(id) => set({ b: id })}
            />
          </label>
        </div>
        {same ? (
          <p className="q-soft">{t('segments.comparison.same')}</p>
        ) : !a ? null : error && !data ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={10} height={26} />
        ) : (
          <div className={isPlaceholderData ? 'q-rule-stale' : ''}>
            <Comparison of={data} />
          </div>
        )}
      </section>
    </>
  );
}

type Metric = SegmentComparison['metrics'][number];

/** Whether the 95 % interval of the difference leaves out 0. */
const isClear = ({ interval }: Metric): boolean => interval !== null && (interval[0] > 0 || interval[1] < 0);

function Comparison({ of }: { of: SegmentComparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sayPoints = useSayPoints();
  const b = of.b.name ?? t('segments.comparison.others');
  return (
    <>
      <p className="q-segment-answer">
        {t('segments.comparison.answer', {
          a: of.a.name,
          aMembers: format.exact(of.a.members),
          b,
          bMembers: format.exact(of.b.members),
        })}{' '}
        {of.both > 0 ? t('segments.comparison.both', { count: of.both, shown: format.exact(of.both) }) : null}
      </p>
      {of.small ? <Notice kind="info" title={t('segments.comparison.small')} /> : null}
      <div className="q-table-scroll" tabIndex={0} role="region" aria-label={t('segments.comparison.title')}>
        <table className="q-table q-compare">
          <thead>
            <tr>
              <th scope="col">{t('segments.comparison.metric')}</th>
              <th scope="col">A · {of.a.name}</th>
              <th scope="col">B · {b}</th>
              <th scope="col">{t('segments.comparison.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {of.metrics.map((metric) => (
              <MetricRow key={metric.key} metric={metric} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="q-faint q-small">{t('segments.comparison.marked')}</p>
      <h3 className="q-compare-tiers">{t('segments.comparison.tiers')}</h3>
      <div className="q-table-scroll">
        <table className="q-table q-compare">
          <thead>
            <tr>
              <th scope="col">{t('segments.comparison.tiers')}</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
              <th scope="col">{t('segments.comparison.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {of.tiers.map((one) => {
              const share = { a: part(one.a, of.a.members), b: part(one.b, of.b.members) };
              return (
                <tr key={one.tier}>
                  <th scope="row">
                    <TierBadge tier={one.tier} />
                  </th>
                  {(['a', 'b'] as const).map((side) => (
                    <td key={side}>
                      <Bar
                        side={side}
                        part={share[side] ?? 0}
                        text={format.share(share[side])}
                        of={format.exact(one[side])}
                      />
                    </td>
                  ))}
                  <td>{share.a === null || share.b === null ? '—' : sayPoints(share.a - share.b)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A difference of two shares, with its sign. */
function useSayPoints() {
  const { t } = useTranslation();
  const format = useFormat();
  return (value: number): string =>
    `${signOf(value)}${t('segments.comparison.points', { shown: format.decimal(Math.abs(value) * 100, 1) })}`;
}

const signOf = (value: number): string => (value > 0 ? '+' : value < 0 ? '−' : '');

const part = (count: number, of: number): number | null => (of > 0 ? count / of : null);

function MetricRow({ metric }: { metric: Metric }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scale = metric.key === 'influence' ? 1000 : 1;
  const say = (value: number | null): string =>
    value === null
      ? '—'
      : metric.unit === 'share'
        ? format.share(value)
        : format.decimal(value * scale, metric.unit === 'count' ? 0 : 2);
  const most = Math.max(1e-12, Math.abs(metric.a.value ?? 0), Math.abs(metric.b.value ?? 0));
  const whole = metric.unit === 'share' ? 1 : most;
  const clear = isClear(metric);
  return (
    <tr className={clear ? 'q-compare-clear' : ''}>
      <th scope="row">{t(`segments.comparison.name.${metric.key}`)}</th>
      {(['a', 'b'] as const).map((side) => {
        const { value, of } = metric[side];
        return (
          <td key={side}>
            <Bar
              side={side}
              part={Math.abs(value ?? 0) / whole}
              text={say(value)}
              of={
                value === null
                  ? t('segments.comparison.noData')
                  : metric.unit === 'count'
                    ? ''
                    : t('segments.comparison.of', { count: of, shown: format.count(of) })
              }
            />
          </td>
        );
      })}
      <td>
        <Difference metric={metric} say={say} clear={clear} />
      </td>
    </tr>
  );
}

function Difference({ metric, say, clear }: { metric: Metric; say: (value: number) => string; clear: boolean }) {
  const { t } = useTranslation();
  const sayPoints = useSayPoints();
  const { difference, interval, unit } = metric;
  if (difference === null || unit === 'count') return <span className="q-faint">—</span>;
  const signed = (value: number): string =>
    unit === 'share' ? sayPoints(value) : `${signOf(value)}${say(Math.abs(value))}`;
  return (
    <span
      className="q-compare-difference"
      title={
        interval
          ? t('segments.comparison.interval', { low: signed(interval[0]), high: signed(interval[1]) })
          : t('segments.comparison.noInterval')
      }
    >
      <strong>{signed(difference)}</strong>
      <small className="q-faint">
        {interval
          ? t(clear ? 'segments.comparison.clear' : 'segments.comparison.unclear')
          : t('segments.comparison.noInterval')}
      </small>
    </span>
  );
}

function Bar(props: { side: 'a' | 'b'; part: number; text: string; of: string }) {
  return (
    <span className="q-compare-bar">
      <span className="q-score" aria-hidden>
        <span className={`q-compare-${props.side}`} style={{ width: `${Math.min(100, props.part * 100)}%` }} />
      </span>
      <strong>{props.text}</strong>
      <small className="q-faint">{props.of}</small>
    </span>
  );
}
