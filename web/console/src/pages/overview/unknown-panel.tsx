import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useWords } from '../../../../ui/use-words.ts';

/** What the data cannot say, and why. */
export function UnknownPanel({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const words = useWords();
  if (report.unknown.length === 0) return null;
  return (
    <Panel title={t('unknown.title')}>
      <dl className="q-unknown">
        {report.unknown.map((item) => {
          return (
            <div key={item.path}>
              <dt>{t(`unknown.path.${item.path.replaceAll('.', '_')}`, { defaultValue: item.path })}</dt>
              <dd>{words.unknownWhy(item)}</dd>
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}
