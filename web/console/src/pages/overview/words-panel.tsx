import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useExplain } from './explanations.ts';

/** The words that set each group apart from the others. */
export function WordsPanel({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const explain = useExplain(report);
  const groups = report.words.filter(({ words }) => words.length > 0).slice(0, 8);
  if (groups.length === 0) return null;
  return (
    <Panel title={t('figure.words.name')} explain={explain('words')}>
      <ul className="q-group-words">
        {groups.map((group) => (
          <li key={group.groupId}>
            <Link to="/c/$community/members" from="/c/$community" search={{ group: group.groupId }}>
              {group.group || t('group.none')}
            </Link>
            <span>
              {group.words.slice(0, 10).map(({ word, count }) => (
                <span
                  key={word}
                  className="q-word"
                  title={t('overview.wordCount', { count, shown: format.exact(count) })}
                >
                  {word}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
