import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { groupsQuery } from '../../api/communities.ts';
import type { NetworkRisks } from '../../api/network.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { PersonLine } from './person-line.tsx';

interface Props {
  risks: NonNullable<NetworkRisks['risks']>;
  pick: (memberId: string) => void;
}

const SHOWN = 5;

/** Groups of which one person makes half, and members whom only one person links to the rest. */
export function HeldGroups({ risks: { held, soleLinks }, pick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data } = useQuery({ ...groupsQuery(community.id), enabled: held.length > 0 });
  const nameOf = (groupId: string): string => data?.find(({ id }) => id === groupId)?.name || t('network.someGroup');
  return (
    <>
      {held.length > 0 ? (
        <section className="q-network-part">
          <h3>{t('network.heldGroups', { count: held.length })}</h3>
          <p>{t('network.heldGroupsWhy')}</p>
          {held.slice(0, SHOWN).flatMap(({ groupId, people, contributions, ties }) =>
            (['contributions', 'ties'] as const).flatMap((what) => {
              const by = { contributions, ties }[what];
              return by ? (
                <PersonLine
                  key={`${groupId} ${what}`}
                  name={by.by.name}
                  tier={by.by.tier}
                  note={t(`network.heldBy.${what}`, {
                    group: nameOf(groupId),
                    share: format.share(by.share),
                    people: format.exact(people),
                  })}
                  onPick={() => pick(by.by.memberId)}
                />
              ) : (
                []
              );
            }),
          )}
        </section>
      ) : null}
      {soleLinks.length > 0 ? (
        <section className="q-network-part">
          <h3>{t('network.soleLinks', { count: soleLinks.length })}</h3>
          <p>{t('network.soleLinksWhy')}</p>
          {soleLinks.slice(0, SHOWN).map(({ by, total, people }) => (
            <PersonLine
              key={by.memberId}
              name={by.name}
              tier={by.tier}
              note={t('network.linksOnly', {
                count: total,
                names: people
                  .slice(0, 2)
                  .map(({ name }) => name)
                  .join(t('network.comma')),
              })}
              onPick={() => pick(by.memberId)}
            />
          ))}
        </section>
      ) : null}
    </>
  );
}

/** Leaders whose activity or influence falls, and their strong ties that fade. */
export function FadingRisks({ risks: { leaders, fadingTies }, pick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {leaders.length > 0 ? (
        <section className="q-network-part">
          <h3>{t('network.fadingLeaders', { count: leaders.length })}</h3>
          <p>{t('network.fadingLeadersWhy')}</p>
          {leaders.slice(0, SHOWN).map(({ of, weight, influence }) => (
            <PersonLine
              key={of.memberId}
              name={of.name}
              tier={of.tier}
              note={[
                t('network.weightFell', { before: format.exact(weight.before), now: format.exact(weight.now) }),
                influence
                  ? t('network.influenceWas', {
                      before: format.decimal(influence.before, 1),
                      now: format.decimal(influence.now, 1),
                    })
                  : '',
              ]
                .filter((part) => part !== '')
                .join(' · ')}
              onPick={() => pick(of.memberId)}
            />
          ))}
        </section>
      ) : null}
      {fadingTies.length > 0 ? (
        <section className="q-network-part">
          <h3>{t('network.fadingTies', { count: fadingTies.length })}</h3>
          <p>{t('network.fadingTiesWhy')}</p>
          {fadingTies.slice(0, SHOWN).map(({ a, b, peak, peakDay, now }) => (
            <PersonLine
              key={`${a.memberId} ${b.memberId}`}
              name={t('network.two', { a: a.name, b: b.name })}
              note={t('network.tieFell', {
                peak: format.decimal(peak, 1),
                day: format.day(peakDay),
                now: format.decimal(now, 1),
              })}
              onPick={() => pick(a.memberId)}
            />
          ))}
        </section>
      ) : null}
    </>
  );
}
