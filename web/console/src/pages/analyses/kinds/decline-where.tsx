import { useTranslation } from 'react-i18next';
import type { Tier } from '../../../../../../src/modules/insights/contract.ts';
import type { DeclinePoint, DeclineResult } from '../../../../../../src/modules/analyses/decline.contract.ts';
import { Panel } from '../../../../../ui/figure.tsx';
import { TierBadge } from '../../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../../ui/use-format.ts';
import { PeopleLink } from '../people-link.tsx';
import { PersonLink } from '../person-link.tsx';

type Props = { result: DeclineResult; open: (point: DeclinePoint) => void };

/** The same change by group, by tier, and by leaders who are gone. */
export function DeclineWhere({ result, open }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div className="q-columns">
        <Panel title={t('decline.groups')} note={t('decline.groupsNote')}>
          <Groups result={result} open={open} />
        </Panel>
        <Panel title={t('decline.tiers')} note={t('decline.tiersNote')}>
          <Tiers result={result} open={open} />
        </Panel>
      </div>
      <Panel title={t('decline.leaders')} note={t('decline.leadersNote')}>
        <Leaders result={result} open={open} />
      </Panel>
    </>
  );
}

function Groups({ result, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-table-scroll">
      <table className="q-table">
        <thead>
          <tr>
            {['group', 'before', 'now', 'lost', 'won'].map((head) => (
              <th key={head} scope="col">
                {t(`decline.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.groups.map((group) => (
            <tr key={group.groupId ?? 'others'}>
              <th scope="row">{group.groupId === null ? t('decline.otherGroups') : group.group}</th>
              <td>{format.exact(group.before)}</td>
              <td>{format.exact(group.now)}</td>
              {(['lost', 'won'] as const).map((side) => (
                <td key={side}>
                  {group.groupId !== null && group[side] > 0 ? (
                    <PeopleLink open={() => open({ of: 'group', groupId: group.groupId!, side })}>
                      {format.exact(group[side])}
                    </PeopleLink>
                  ) : (
                    format.exact(group[side])
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Tiers({ result, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-table-scroll">
      <table className="q-table">
        <thead>
          <tr>
            {['tier', 'before', 'now', 'change'].map((head) => (
              <th key={head} scope="col">
                {t(`decline.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.tiers.map(({ tier, before, now }) => (
            <tr key={tier}>
              <th scope="row">{tier === 'outside' ? t('decline.outside') : <TierBadge tier={tier as Tier} />}</th>
              {(['before', 'now'] as const).map((side) => {
                const count = side === 'before' ? before : now;
                return (
                  <td key={side}>
                    {count > 0 ? (
                      <PeopleLink open={() => open({ of: 'tier', tier, side })}>{format.exact(count)}</PeopleLink>
                    ) : (
                      0
                    )}
                  </td>
                );
              })}
              <td>{now - before > 0 ? `+${format.exact(now - before)}` : format.exact(now - before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Leaders({ result, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (result.leaders.length === 0) return <p className="q-soft">{t('decline.noLeaders')}</p>;
  return (
    <ul className="q-people q-people-columns">
      {result.leaders.map(({ memberId, name, left, lost, share }) => (
        <li key={memberId}>
          <PersonLink
            memberId={memberId}
            name={name}
            why={t(left ? 'decline.leaderLeft' : 'decline.leaderSilent', { share: format.share(share) })}
          />
          <PeopleLink open={() => open({ of: 'leader', memberId })}>
            {t('decline.followers', { count: lost, shown: format.exact(lost) })}
          </PeopleLink>
        </li>
      ))}
    </ul>
  );
}
