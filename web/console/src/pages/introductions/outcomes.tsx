import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Introductions } from '../../api/introductions.ts';

type Comparison = Introductions['comparison'];

/** What became of pairs that were introduced, beside those that were proposed and not introduced. */
export function Outcomes({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { made, notMade, difference, small } = comparison;
  if (made.pairs + made.underWay + notMade.pairs === 0) return null;
  const points = (value: number): string => format.decimal(100 * value, 0);
  return (
    <Panel
      title={t('introduce.outcomes')}
      explain={{ title: t('introduce.outcomes'), definition: t('introduce.outcomesHow') }}
    >
      <p>
        {difference
          ? t('introduce.difference', {
              value: points(difference.value),
              low: points(difference.low),
              high: points(difference.high),
            })
          : t('introduce.noDifference')}
        {difference && small ? ` ${t('introduce.small')}` : ''}
      </p>
      <dl className="q-introduce-outcomes">
        <Side name={t('introduce.sides.made')} side={made} />
        <Side name={t('introduce.sides.notMade')} side={notMade} />
      </dl>
    </Panel>
  );
}

/** A share with its interval on a line from 0 to 100 %. */
function Side({ name, side }: { name: string; side: Comparison['made'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pairs, tied, share, low, high, underWay } = side;
  const percent = (value: number): string => `${100 * value}%`;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {share === null
          ? t('introduce.noneOver')
          : t('introduce.sideFacts', {
              tied,
              pairs,
              share: format.share(share),
              low: format.share(low),
              high: format.share(high),
            })}
        {underWay > 0 ? ` · ${t('introduce.underWay', { count: underWay })}` : ''}
      </dd>
      {share === null ? null : (
        <dd className="q-introduce-line" aria-hidden>
          <i style={{ insetInlineStart: percent(low!), width: percent(high! - low!) }} />
          <b style={{ insetInlineStart: percent(share) }} />
        </dd>
      )}
    </div>
  );
}
