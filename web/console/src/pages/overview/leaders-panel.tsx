import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { TierMark } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { useExplain } from './explanations.ts';

/** Whom the others listen to, by influence in the network of ties. */
export function LeadersPanel({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const explain = useExplain(report);
  const { network } = report;
  const inputs = [
    { label: t('input.people'), value: format.exact(network.people) },
    { label: t('input.ties'), value: format.exact(network.ties) },
    { label: t('input.reciprocity'), value: format.share(network.reciprocity) },
    { label: t('input.clustering'), value: format.decimal(network.clustering, 3) },
    { label: t('input.isolated'), value: format.share(network.isolatedShare) },
    { label: t('input.medianTies'), value: format.decimal(network.medianTies, 1) },
  ];
  const whyOf = ({ reasons }: (typeof network.leaders)[number]) =>
    [...reasons]
      .sort((a, b) => Number(b.code === 'heard_from') - Number(a.code === 'heard_from'))
      .map(words.leaderReason);
  const top = network.leaders[0]?.influence || 1;
  return (
    <Panel title={t('figure.leaders.name')} explain={explain('leaders', inputs)}>
      {network.leaders.length === 0 ? <p className="q-soft">{t('leaders.none')}</p> : null}
      <ol className="q-people">
        {network.leaders.slice(0, 10).map((person) => (
          <li key={person.memberId}>
            <Link
              to="/c/$community/members/$member"
              from="/c/$community"
              params={{ member: person.memberId }}
              className="q-person"
            >
              <Avatar name={person.name} id={person.memberId} />
              <span className="q-person-text">
                <span className="q-person-name">
                  {person.name}
                  <TierMark tier={person.tier} />
                </span>
                <span className="q-person-why" title={whyOf(person).join('\n')}>
                  {whyOf(person)[0]}
                </span>
              </span>
              <span className="q-influence" title={t('leaders.influence', { value: format.share(person.influence) })}>
                <span style={{ width: `${(person.influence / top) * 100}%` }} />
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
