import { ReloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import {
  egoQuery,
  monthQuery,
  monthsQuery,
  networkQuery,
  type NetworkPicture,
  type NetworkReply,
  pathQuery,
} from '../../api/network.ts';
import { evaluate } from '../../api/overview.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { circleLabels, circleName } from './circle-name.ts';
import type { Focus } from './scene.ts';
import { EgoPanel } from './ego-panel.tsx';
import { FindMember } from './find-member.tsx';
import { MonthSlider } from './month-slider.tsx';
import { NetworkCanvas } from './network-canvas.tsx';
import { NetworkList } from './network-list.tsx';
import type { NetworkSearch } from './network-search.ts';
import { NetworkSide } from './network-side.tsx';
import './network.css';

/** Below so many tied members figures of a network mean little. */
const SMALL = 20;

/** Who knows whom: the picture, circles, one member and those around, the way between two, and who is at risk. */
export function NetworkPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(networkQuery(community.id));
  usePageTitle(t('nav.network'), community.name);
  if (error)
    return (
      <section className="q-panel">
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      </section>
    );
  if (!data)
    return (
      <section className="q-panel">
        <h1 className="q-hidden">{t('nav.network')}</h1>
        <Skeleton rows={12} height={24} />
      </section>
    );
  if (!data.network || data.network.figures.tied === 0) return <NoNetwork reply={data} />;
  return <Network reply={data} network={data.network} />;
}

/** Nothing to draw: computed before networks were kept, or nobody has answered anybody yet. */
function NoNetwork({ reply }: { reply: NetworkReply }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayEvaluate = useRight('insights.evaluate');
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => evaluate(community.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['overview', community.id] }),
  });
  const why = reply.network ? 'empty' : 'old';
  return (
    <section className="q-panel">
      <h1 className="q-hidden">{t('nav.network')}</h1>
      <EmptyState
        title={t(`network.${why}.title`)}
        action={
          !reply.network && mayEvaluate ? (
            <Button type="primary" icon={<ReloadOutlined />} loading={again.isPending} onClick={() => again.mutate()}>
              {t('network.compute')}
            </Button>
          ) : undefined
        }
      >
        {t(`network.${why}.detail`)}
      </EmptyState>
      {again.error ? <ErrorState {...describeError(again.error, t)} /> : null}
    </section>
  );
}

type Shown = NonNullable<NetworkReply['network']>;

function Network({ reply, network }: { reply: NetworkReply; network: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const search = useSearch({ strict: false }) as NetworkSearch;
  const navigate = useNavigate();
  const change = (next: Partial<NetworkSearch>, replace = false): void =>
    void navigate({ to: '.', search: (before) => ({ ...(before as NetworkSearch), ...next }), replace });
  const { circles, figures } = network;
  const { picture, ready } = usePicture(network, search.month);
  const { data: growth } = useQuery(monthsQuery(community.id));
  const focus = useFocus(picture, search);
  const labels = useMemo(() => circleLabels(picture, circles, t), [picture, circles, t]);
  const pick = (memberId: string | undefined): void => change({ member: memberId, to: undefined, circle: undefined });
  const nameOf = (circle: number): string => circleName(circles, circle, t);
  return (
    <div className="q-network">
      <header className="q-network-head">
        <div>
          <h1>{t('nav.network')}</h1>
          <p>
            {t('network.answer', {
              tied: format.count(figures.tied),
              people: format.count(figures.people),
              circles: format.exact(network.circlesInAll),
              bridges: format.count(figures.bridges),
            })}
            {figures.tied < SMALL ? ` ${t('network.small')}` : ''}
          </p>
        </div>
        <Link to="/c/$community/introductions" params={{ community: community.key }} className="q-network-introduce">
          {t('network.introductions')}
        </Link>
        <FindMember
          communityId={community.id}
          label={t('network.find')}
          value={undefined}
          onChange={(member) => member && pick(member)}
        />
        <Segmented
          value={search.view ?? 'picture'}
          onChange={(view) => change({ view: view === 'list' ? 'list' : undefined }, true)}
          options={[
            { value: 'picture', label: t('network.picture') },
            { value: 'list', label: t('network.list') },
          ]}
        />
      </header>
      <div className="q-network-body">
        {search.view === 'list' ? (
          <NetworkList network={network} circle={search.circle} nameOf={nameOf} onPick={pick} />
        ) : (
          <NetworkCanvas
            picture={picture}
            labels={labels}
            focus={focus}
            onPick={(node) => pick(node === undefined ? undefined : picture.memberId[node])}
            describe={(node) =>
              [
                picture.circle[node] ? nameOf(picture.circle[node]) : t('network.noCircle'),
                t('network.tiedTo', { count: picture.ties[node]! }),
              ].join(' · ')
            }
          >
            {growth && growth.months.length > 1 ? (
              <MonthSlider
                months={growth.months}
                month={search.month}
                ready={ready}
                onMonth={(month) => change({ month }, true)}
              />
            ) : null}
          </NetworkCanvas>
        )}
        <aside className="q-network-side" aria-label={t('network.side')}>
          {search.member ? (
            <EgoPanel
              key={search.member}
              memberId={search.member}
              search={search}
              change={change}
              nameOf={nameOf}
              pick={pick}
            />
          ) : (
            <NetworkSide reply={reply} network={network} search={search} change={change} pick={pick} />
          )}
        </aside>
      </div>
    </div>
  );
}

/** The picture of the month that is asked for, or of now; and whether it is there already. */
function usePicture(network: Shown, month: string | undefined): { picture: NetworkPicture; ready: boolean } {
  const community = useCommunity();
  const { data, isPlaceholderData } = useQuery({
    ...monthQuery(community.id, month ?? ''),
    enabled: month !== undefined,
    retry: false,
  });
  if (month === undefined) return { picture: network.picture, ready: true };
  return { picture: data?.picture ?? network.picture, ready: data !== undefined && !isPlaceholderData };
}

/** What the address asks to bring out, by places in the picture; who is not in the picture is left out. */
function useFocus(picture: NetworkPicture, { member, to, steps = 1, circle }: NetworkSearch): Focus | undefined {
  const community = useCommunity();
  const { data: ego } = useQuery({ ...egoQuery(community.id, member ?? '', steps), enabled: member !== undefined });
  const { data: path } = useQuery({
    ...pathQuery(community.id, member ?? '', to ?? ''),
    enabled: member !== undefined && to !== undefined,
  });
  return useMemo(() => {
    const place = new Map(picture.memberId.map((id, node) => [id, node]));
    const placesOf = (ids: readonly string[]): number[] => ids.flatMap((id) => (place.has(id) ? [place.get(id)!] : []));
    if (member && to && path) {
      const way = placesOf(path.people.map(({ memberId }) => memberId));
      return { nodes: new Set([...way, ...placesOf([member, to])]), ends: placesOf([member, to]), path: way };
    }
    if (member) {
      const around = ego?.member.memberId === member ? ego.people.map(({ memberId }) => memberId) : [];
      return { nodes: new Set(placesOf([member, ...around])), ends: placesOf([member]), path: [] };
    }
    if (circle === undefined) return undefined;
    const inside = picture.circle.flatMap((own, node) => (own === circle ? [node] : []));
    return { nodes: new Set(inside), ends: [], path: [] };
  }, [picture, member, to, circle, ego, path]);
}
