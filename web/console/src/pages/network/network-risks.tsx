import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type NetworkReply, risksQuery } from '../../api/network.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { circleName } from './circle-name.ts';
import { FadingRisks, HeldGroups } from './more-risks.tsx';
import { PersonLine } from './person-line.tsx';
import { RiskPlays } from './risk-plays.tsx';

interface Props {
  network: NonNullable<NetworkReply['network']>;
  pick: (memberId: string) => void;
}

const SHOWN = 5;

/** Who would be missed most, and what hangs on one person: each with why, the people, and what to do. */
export function NetworkRisks({ network, pick }: Props) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(risksQuery(community.id));
  const { bridges, isolatedNewcomers } = network;
  const held = network.circles.filter(({ holder }) => holder !== null);
  const more = data?.risks;
  const none =
    bridges.length + held.length + isolatedNewcomers.total === 0 &&
    more !== undefined &&
    more !== null &&
    more.held.length + more.soleLinks.length + more.leaders.length + more.fadingTies.length === 0;
  return (
    <Panel title={t('network.risks')}>
      {none ? <p>{t('network.noRisks')}</p> : null}
      <Bridges network={network} pick={pick} />
      <HeldCircles network={network} pick={pick} />
      {more ? <HeldGroups risks={more} pick={pick} /> : null}
      <Newcomers network={network} pick={pick} />
      {more ? <FadingRisks risks={more} pick={pick} /> : null}
      <RiskPlays />
      {data && !data.upToDate ? (
        <p className="q-network-foot" role="status">
          {t('network.stillComputing')}
        </p>
      ) : null}
      <p className="q-network-foot">{t('network.hostile')}</p>
    </Panel>
  );
}

function Bridges({ network: { bridges, figures }, pick }: Props) {
  const { t } = useTranslation();
  const community = useCommunity();
  if (bridges.length === 0) return null;
  return (
    <section className="q-network-part">
      <h3>{t('network.bridges', { count: figures.bridges })}</h3>
      <p>{t('network.bridgesWhy')}</p>
      {bridges.slice(0, SHOWN).map((one) => (
        <PersonLine
          key={one.memberId}
          name={one.name}
          tier={one.tier}
          note={t('network.cutsOff', { count: one.cutOff })}
          onPick={() => pick(one.memberId)}
        />
      ))}
      <Link to="/c/$community/members" params={{ community: community.key }} search={{ bridge: true }}>
        {t('network.allBridges', { count: figures.bridges })}
      </Link>
    </section>
  );
}

function HeldCircles({ network: { circles }, pick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const held = circles.filter(({ holder }) => holder !== null);
  if (held.length === 0) return null;
  return (
    <section className="q-network-part">
      <h3>{t('network.held', { count: held.length })}</h3>
      <p>{t('network.heldWhy')}</p>
      {held.slice(0, SHOWN).map((one) => (
        <PersonLine
          key={one.circle}
          name={one.holder!.name}
          note={t('network.holds', {
            circle: circleName(circles, one.circle, t),
            share: format.share(one.holderShare),
          })}
          onPick={() => pick(one.holder!.memberId)}
        />
      ))}
      <Link to="/c/$community/introductions" params={{ community: community.key }}>
        {t('network.toIntroductions')}
      </Link>
    </section>
  );
}

function Newcomers({ network: { isolatedNewcomers }, pick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const params = { community: community.key };
  if (isolatedNewcomers.total === 0) return null;
  return (
    <section className="q-network-part">
      <h3>{t('network.newcomers', { count: isolatedNewcomers.total })}</h3>
      <p>{t('network.newcomersWhy')}</p>
      {isolatedNewcomers.people.slice(0, SHOWN).map((one) => (
        <PersonLine
          key={one.memberId}
          name={one.name}
          note={t('network.joined', { day: format.day(one.joined) })}
          onPick={() => pick(one.memberId)}
        />
      ))}
      <Link to="/c/$community/members" params={params} search={{ tier: 'newcomer', isolated: true }}>
        {t('network.allNewcomers', { count: isolatedNewcomers.total })}
      </Link>
      <Link to="/c/$community/introductions" params={params} search={{ reason: 'newcomer_leader' }}>
        {t('network.toLeaders')}
      </Link>
    </section>
  );
}
