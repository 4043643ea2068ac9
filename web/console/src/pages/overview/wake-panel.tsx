import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { useExplain } from './explanations.ts';

/** Silent members who gave most when they were there, with the likely cause. */
export function WakePanel({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const explain = useExplain(report);
  return (
    <Panel title={t('figure.wake.name')} explain={explain('wake')}>
      {report.wake.length === 0 ? <p className="q-soft">{t('wake.none')}</p> : null}
      <ul className="q-people">
        {report.wake.slice(0, 6).map((person) => (
          <li key={person.memberId}>
            <Link
              to="/c/$community/members/$member"
              from="/c/$community"
              params={{ member: person.memberId }}
              className="q-person"
            >
              <Avatar name={person.name} id={person.memberId} />
              <span className="q-person-text">
                <span className="q-person-name">{person.name}</span>
                <span className="q-person-why">
                  {person.lastActive ? (
                    <span title={format.day(person.lastActive)}>
                      {t('wake.last', { when: format.daysBefore(person.lastActive, report.asOf) })}
                    </span>
                  ) : (
                    words.silentKind('never_spoke')
                  )}
                  {person.causes[0] ? ` · ${words.cause(person.causes[0])}` : ''}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Link to="/c/$community/members" from="/c/$community" search={{ tier: 'silent' }} className="q-more-link">
        {t('wake.all', { shown: format.count(report.members.tiers.silent) })}
      </Link>
    </Panel>
  );
}
