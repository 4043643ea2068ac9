import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Portrait } from '../../api/members.ts';

/** The groups the member is in and the words they use. */
export function AboutPanel({ portrait }: { portrait: Portrait }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { groups, words } = portrait;
  const most = Math.max(1, ...groups.map(({ contributions }) => contributions));
  return (
    <>
      <Panel title={t('nav.groups')}>
        <ul className="q-member-groups">
          {groups.map((group) => (
            <li
              key={group.groupId}
              title={group.last ? t('member.groupLast', { when: format.day(group.last) }) : undefined}
            >
              <Link to="/c/$community/members" from="/c/$community" search={{ group: group.groupId }}>
                {group.name || t('group.none')}
              </Link>
              {group.left ? <span className="q-word">{t('member.left')}</span> : null}
              <span className="q-faint q-small">
                {t('member.groupCount', { count: group.contributions, shown: format.exact(group.contributions) })}
              </span>
              <span className="q-score" aria-hidden>
                <span style={{ width: `${(group.contributions / most) * 100}%`, background: 'var(--q-accent)' }} />
              </span>
            </li>
          ))}
        </ul>
        {groups.length === 0 ? <p className="q-soft">{t('member.noGroups')}</p> : null}
      </Panel>
      {words.length ? (
        <Panel title={t('member.words')}>
          <p className="q-word-cloud">
            {words.slice(0, 24).map(({ word, count }) => (
              <span
                key={word}
                className="q-word"
                title={t('overview.wordCount', { count, shown: format.exact(count) })}
              >
                {word}
              </span>
            ))}
          </p>
        </Panel>
      ) : null}
    </>
  );
}
