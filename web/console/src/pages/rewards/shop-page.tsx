import { GiftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reward, RewardsReply } from '../../../../../src/modules/rewards/contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { fileAddress } from '../../api/communities.ts';
import { rewardsQuery } from '../../api/rewards.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { RewardDialog } from './reward-dialog.tsx';
import { RewardPanel } from './reward-panel.tsx';
import { RewardsFrame } from './rewards-frame.tsx';

/** What points turn into: every reward with its price and what is left of it. */
export function ShopPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const { archived = false, open } = useSearch({ from: '/app/c/$community/rewards' });
  const navigate = useNavigate({ from: '/c/$community/rewards' });
  const asked = useQuery(rewardsQuery(community.id, archived));
  const { data } = asked;
  const [edited, setEdited] = useState<Reward | 'new'>();
  usePageTitle(t('rewards.title'), community.name);
  const show = (change: { open?: string | undefined; archived?: boolean | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const add = mayManage ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('rewards.new')}
    </Button>
  ) : null;
  const shown = data?.rewards.find(({ id }) => id === open);
  const some = data !== undefined && data.rewards.length > 0;
  return (
    <RewardsFrame answer={some ? <ShopAnswer rewards={data.rewards} /> : t('rewards.lead')} action={some ? add : null}>
      <section className="q-panel">
        <Loaded of={asked} rows={6} height={28}>
          {(reply) =>
            some ? (
              <RewardTable data={reply} onOpen={(id) => show({ open: id })} />
            ) : (
              <EmptyState title={t('rewards.none.title')} action={add}>
                {t(mayManage ? 'rewards.none.detail' : 'rewards.none.right')}
              </EmptyState>
            )
          }
        </Loaded>
        <label className="q-reward-switch">
          <Switch size="small" checked={archived} onChange={(on) => show({ archived: on || undefined })} />
          {t('rewards.showArchived')}
        </label>
      </section>
      {shown && data ? (
        <RewardPanel
          reward={shown}
          shop={data}
          onEdit={() => setEdited(shown)}
          onClose={() => show({ open: undefined })}
        />
      ) : null}
      {edited && data ? (
        <RewardDialog
          reward={edited === 'new' ? undefined : edited}
          shop={data}
          onClose={(made) => {
            setEdited(undefined);
            if (made) show({ open: made });
          }}
        />
      ) : null}
    </RewardsFrame>
  );
}

/** The sentence: what is on offer, and what has run out. */
function ShopAnswer({ rewards }: { rewards: readonly Reward[] }) {
  const { t } = useTranslation();
  const open = rewards.filter(({ state }) => state === 'open');
  const gone = open.filter(({ left }) => left === 0);
  const offered = t('rewards.offered', { count: open.length });
  return gone.length === 0 ? offered : `${offered}${t('rewards.gone', { count: gone.length })}`;
}

function RewardTable({ data, onOpen }: { data: RewardsReply; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('rewards.name')}</th>
            <th>{t('rewards.kind')}</th>
            <th className="q-number">{t('rewards.price')}</th>
            <th className="q-number">{t('rewards.left')}</th>
            <th className="q-number">{t('rewards.taken')}</th>
            <th>{t('rewards.state')}</th>
            <th>{t('rewards.time')}</th>
          </tr>
        </thead>
        <tbody>
          {data.rewards.map((reward) => (
            <tr key={reward.id}>
              <th scope="row">
                <button type="button" className="q-reward-name" onClick={() => onOpen(reward.id)}>
                  {reward.image ? (
                    <img className="q-reward-picture" src={fileAddress(reward.image)} alt="" loading="lazy" />
                  ) : (
                    <span className="q-reward-picture">
                      <GiftOutlined />
                    </span>
                  )}
                  {reward.name}
                </button>
              </th>
              <td>{t(`rewards.kinds.${reward.kind}`)}</td>
              <td className="q-number">{format.exact(reward.price)}</td>
              <td className="q-number">
                {reward.left === null
                  ? t('rewards.unlimited')
                  : `${format.exact(reward.left)} / ${format.exact(reward.stock)}`}
              </td>
              <td className="q-number">{format.exact(reward.taken)}</td>
              <td>
                <span className={`q-pill q-reward-${reward.state}`}>{t(`rewards.states.${reward.state}`)}</span>
              </td>
              <td>
                <Window reward={reward} zone={data.zone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Window({ reward: { opensAt, closesAt }, zone }: { reward: Reward; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (opensAt === null && closesAt === null) return <span className="q-faint">{t('rewards.always')}</span>;
  return (
    <>
      {opensAt ? format.instant(opensAt, zone) : ''} – {closesAt ? format.instant(closesAt, zone) : ''}
    </>
  );
}
