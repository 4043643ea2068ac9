import { KeyOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  KeyPathParams,
  KeyPathPoint,
  KeyPathResult,
} from '../../../../../../src/modules/analyses/key-path.contract.ts';
import { Intervals } from '../../../../../ui/chart/intervals.tsx';
import { Figure as Number, Panel } from '../../../../../ui/figure.tsx';
import { useFormat } from '../../../../../ui/use-format.ts';
import type { FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import type { Say } from '../use-say.ts';

type Props = FigureProps<KeyPathParams, KeyPathResult, KeyPathPoint>;
type Behaviour = KeyPathResult['behaviours'][number];

const CERTAIN = 0.05;
const IN_TILE = 6;

const holds = ({ adjusted, low }: Behaviour): boolean => adjusted !== null && adjusted <= CERTAIN && low !== null;

function answer(result: KeyPathResult, _params: KeyPathParams, { t, format }: Say): string {
  const share = { joiners: format.exact(result.joiners), rate: format.share(result.stayRate) };
  if (result.joiners === 0) return t('keyPath.answer.nobody');
  const best = result.behaviours.filter((one) => holds(one) && one.lift! > 1).slice(0, 1)[0];
  if (!best) return t('keyPath.answer.none', share);
  return t('keyPath.answer.best', {
    ...share,
    behaviour: t(`keyPath.behaviour.${best.behaviour}`),
    lift: format.decimal(best.lift, 1),
    with: format.share(best.rateWith),
    without: format.share(best.rateWithout),
  });
}

function Figure(props: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { result, open, tile } = props;
  if (tile) return <Lifts {...props} most={IN_TILE} />;
  return (
    <>
      <Panel title={t('keyPath.who')}>
        <div className="q-analysis-figures">
          <Number
            label={t('keyPath.joiners')}
            value={
              <PeopleLink open={() => open({ behaviour: null, did: true, stayed: null })}>
                {format.count(result.joiners)}
              </PeopleLink>
            }
            sub={t('keyPath.joinersNote')}
          />
          <Number
            label={t('keyPath.stayed')}
            value={
              <PeopleLink open={() => open({ behaviour: null, did: true, stayed: true })}>
                {format.count(result.stayed)}
              </PeopleLink>
            }
            sub={format.share(result.stayRate)}
          />
          <Number label={t('keyPath.tooYoung')} value={format.count(result.tooYoung)} sub={t('keyPath.tooYoungNote')} />
        </div>
      </Panel>
      <Panel title={t('keyPath.chart')} note={t('keyPath.association')}>
        <Lifts {...props} most={result.behaviours.length} />
      </Panel>
      <Panel
        title={t('keyPath.all')}
        note={t('keyPath.allNote', { tested: result.behaviours.filter(({ p }) => p !== null).length })}
      >
        <Behaviours {...props} />
      </Panel>
    </>
  );
}

/** The lift of each behaviour with its interval, around the line at which it makes no difference. */
function Lifts({ result, open, most }: Props & { most: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = useMemo(
    () =>
      result.behaviours
        .filter(({ lift, low, high }) => lift !== null && low !== null && low > 0 && high !== null)
        .slice(0, most),
    [most, result.behaviours],
  );
  const rows = useMemo(
    () =>
      shown.map((one) => ({
        name: t(`keyPath.behaviour.${one.behaviour}`),
        value: one.lift!,
        low: one.low!,
        high: one.high!,
        clear: holds(one),
      })),
    [shown, t],
  );
  if (rows.length === 0) return <p className="q-soft">{t('keyPath.nothing')}</p>;
  const times = (value: number) => `×${format.decimal(value, 1)}`;
  return (
    <Intervals
      label={t('keyPath.chart')}
      rows={rows}
      line={1}
      lineLabel={t('keyPath.same')}
      write={times}
      onRow={(row) => open({ behaviour: shown[row]!.behaviour, did: true, stayed: null })}
      above={
        <ul className="q-key">
          <li>
            <span className="q-dot" style={{ background: 'var(--q-accent)' }} /> {t('keyPath.clear')}
          </li>
          <li>
            <span className="q-dot q-dot-hollow" /> {t('keyPath.unclear')}
          </li>
        </ul>
      }
      table={{
        columns: [t('keyPath.head.behaviour'), t('keyPath.head.lift'), t('keyPath.head.interval')],
        rows: rows.map(({ name, value, low, high }) => [name, times(value), `${times(low)} – ${times(high)}`]),
      }}
    />
  );
}

function Behaviours({ result, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (one: Behaviour, did: boolean) => {
    const [stayed, all, rate] = did
      ? [one.stayedWith, one.with, one.rateWith]
      : [one.stayedWithout, one.without, one.rateWithout];
    const text = `${format.share(rate)} (${format.exact(stayed)}/${format.exact(all)})`;
    return all > 0 ? (
      <PeopleLink open={() => open({ behaviour: one.behaviour, did, stayed: null })}>{text}</PeopleLink>
    ) : (
      text
    );
  };
  return (
    <div className="q-table-scroll">
      <table className="q-table">
        <thead>
          <tr>
            {['behaviour', 'with', 'without', 'support', 'lift', 'interval', 'p'].map((head) => (
              <th key={head} scope="col">
                {t(`keyPath.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.behaviours.map((one) => (
            <tr key={one.behaviour}>
              <th scope="row">
                {t(`keyPath.behaviour.${one.behaviour}`)}
                {holds(one) ? <span className="q-word">{t('keyPath.certain')}</span> : null}
              </th>
              <td>{count(one, true)}</td>
              <td>{count(one, false)}</td>
              <td>{format.share(one.support)}</td>
              <td>{one.lift === null ? '—' : `×${format.decimal(one.lift, 2)}`}</td>
              <td>
                {one.low === null || one.high === null
                  ? one.reason
                    ? t(`keyPath.reason.${one.reason}`)
                    : '—'
                  : `${format.decimal(one.low, 2)} – ${format.decimal(one.high, 2)}`}
              </td>
              <td>
                {one.adjusted === null ? '—' : one.adjusted < 0.001 ? '< 0.001' : format.decimal(one.adjusted, 3)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What those who stayed did in their first days, and those who did not stay less. */
export const keyPathView: KindView<KeyPathParams, KeyPathResult, KeyPathPoint> = {
  icon: <KeyOutlined />,
  answer,
  Figure,
  ranged: true,
};
