import { useTranslation } from 'react-i18next';
import type { DryRun } from '../../../../../src/modules/points/rules.contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { useFormat } from '../../../../ui/use-format.ts';

/** What a rule would have granted: how much, to whom most, and what kept it from more. */
export function DryRunReport({ of }: { of: DryRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const refused = Object.entries(of.refused).filter(([, count]) => count > 0);
  return (
    <Notice
      kind="info"
      title={t('points.dry.would', {
        points: format.exact(of.points),
        times: format.exact(of.times),
        members: format.exact(of.members),
      })}
    >
      <p>
        {t('points.dry.period', { from: format.day(of.from), to: format.day(of.to) })}
        {refused.length > 0
          ? ` ${t('points.dry.refused', {
              list: refused.map(([why, count]) => `${t(`points.dry.why.${why}`)} ${format.exact(count)}`).join(' · '),
            })}`
          : null}
        {of.cut ? ` ${t('points.dry.cut')}` : null}
      </p>
      {of.top.length > 0 ? (
        <p>
          {t('points.dry.top', {
            list: of.top
              .slice(0, 5)
              .map(({ name, points }) => `${name} ${format.exact(points)}`)
              .join(' · '),
          })}
        </p>
      ) : null}
    </Notice>
  );
}
