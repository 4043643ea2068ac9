import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Figure, Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { TierBadge } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type Ego, egoQuery, pathQuery } from '../../api/network.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { FindMember } from './find-member.tsx';
import type { NetworkSearch } from './network-search.ts';
import { PersonLine } from './person-line.tsx';

interface Props {
  memberId: string;
  search: NetworkSearch;
  change: (next: Partial<NetworkSearch>) => void;
  nameOf: (circle: number) => string;
  pick: (memberId: string | undefined) => void;
}

/** One member in the network: where they stand, who is around them, and the way to somebody else. */
export function EgoPanel(props: Props) {
  const { memberId, search, pick } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(egoQuery(community.id, memberId, search.steps ?? 1));
  const back = (
    <Button type="text" icon={<ArrowLeftOutlined />} onClick={() => pick(undefined)}>
      {t('network.back')}
    </Button>
  );
  if (error)
    return (
      <Panel title={back}>
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      </Panel>
    );
  if (!data || data.member.memberId !== memberId)
    return (
      <Panel title={back}>
        <Skeleton rows={8} />
      </Panel>
    );
  return (
    <>
      {back}
      <Standing ego={data} nameOf={props.nameOf} />
      <Way {...props} name={data.member.name} />
      <Around {...props} ego={data} />
    </>
  );
}

function Standing({ ego: { member, asOf }, nameOf }: { ego: Ego; nameOf: Props['nameOf'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const computed = t('network.asOf', { day: format.day(asOf) });
  const explain = (key: string) => ({
    title: t(`network.figure.${key}.name`),
    definition: t(`network.figure.${key}.definition`),
    computed,
  });
  const { betweenness } = member;
  return (
    <Panel
      title={member.name}
      aside={
        <Link to="/c/$community/members/$member" params={{ community: community.key, member: member.memberId }}>
          {t('network.portrait')}
        </Link>
      }
    >
      <p className="q-network-who">
        {member.tier ? <TierBadge tier={member.tier} /> : null}
        <span>{member.circle ? nameOf(member.circle) : t('network.noCircle')}</span>
      </p>
      {member.cutOff > 0 ? <p className="q-network-warn">{t('network.bridgeNote', { count: member.cutOff })}</p> : null}
      {member.ties === 0 ? <p>{t('network.alone')}</p> : null}
      <div className="q-network-figures">
        <Figure label={t('network.figure.ties.name')} value={format.exact(member.ties)} explain={explain('ties')} />
        <Figure
          label={t('network.figure.cutOff.name')}
          value={format.exact(member.cutOff)}
          explain={explain('cutOff')}
        />
        <Figure
          label={t('network.figure.betweenness.name')}
          value={betweenness ? format.count(Math.round(betweenness.value)) : '—'}
          sub={betweenness && betweenness.error > 0 ? `± ${format.count(Math.round(betweenness.error))}` : undefined}
          explain={explain('betweenness')}
        />
      </div>
    </Panel>
  );
}

function Way({ memberId, search, change, pick, name }: Props & { name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data } = useQuery({
    ...pathQuery(community.id, memberId, search.to ?? ''),
    enabled: search.to !== undefined,
  });
  return (
    <Panel title={t('network.way')}>
      <FindMember
        communityId={community.id}
        label={t('network.wayTo', { name })}
        value={undefined}
        onChange={(to) => change({ to })}
      />
      {search.to && data ? (
        <div className="q-network-way" aria-live="polite">
          {data.reason === 'found' ? (
            <>
              <p>{t('network.wayFound', { count: data.people.length - 1 })}</p>
              <ol>
                {data.people.map((one, at) => (
                  <li key={one.memberId}>
                    {at > 0 ? (
                      <small>
                        {t('network.tieWeight', {
                          weight: format.decimal(data.ties[at - 1]!.given + data.ties[at - 1]!.received, 1),
                        })}
                      </small>
                    ) : null}
                    <PersonLine name={one.name} tier={one.tier} onPick={() => pick(one.memberId)} />
                  </li>
                ))}
              </ol>
            </>
          ) : (
            <p>{t(`network.noWay.${data.reason}`)}</p>
          )}
          <Button type="link" onClick={() => change({ to: undefined })}>
            {t('network.forgetWay')}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

const PEOPLE_SHOWN = 40;

function Around({ ego, search, change, pick }: Props & { ego: Ego }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = ego.people.slice(0, PEOPLE_SHOWN);
  return (
    <Panel
      title={t('network.around')}
      aside={
        <Segmented
          size="small"
          aria-label={t('network.steps')}
          value={search.steps ?? 1}
          options={[1, 2].map((value) => ({ value, label: t('network.withinSteps', { count: value }) }))}
          onChange={(value) => change({ steps: value === 2 ? 2 : undefined })}
        />
      }
    >
      {shown.length === 0 ? <p>{t('network.nobodyAround')}</p> : null}
      {shown.map((one) => (
        <PersonLine
          key={one.memberId}
          name={one.name}
          tier={one.tier}
          note={
            one.steps === 1
              ? t('network.gaveAndGot', {
                  given: format.decimal(one.given, 1),
                  received: format.decimal(one.received, 1),
                })
              : t('network.twoSteps')
          }
          onPick={() => pick(one.memberId)}
        />
      ))}
      {ego.inAll > shown.length ? (
        <p className="q-network-foot">{t('network.more', { shown: shown.length, all: format.count(ego.inAll) })}</p>
      ) : null}
    </Panel>
  );
}
