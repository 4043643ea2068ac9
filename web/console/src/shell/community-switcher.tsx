import { CheckOutlined, DownOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../src/modules/communities/contract.ts';
import { communitiesQuery } from '../api/session.ts';
import { CommunityAvatar } from './community-avatar.tsx';

/** Which community is on show, and the way to another or a new one. */
export function CommunitySwitcher({ community }: { community: Community | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data = [] } = useQuery(communitiesQuery);
  const items = [
    ...data.map((one) => ({
      key: one.key,
      icon: <CommunityAvatar community={one} size={20} />,
      label: one.name,
      extra: one.key === community?.key ? <CheckOutlined /> : undefined,
    })),
    ...(data.length ? [{ type: 'divider' as const }] : []),
    { key: ':new', icon: <PlusOutlined />, label: t('community.new') },
  ];
  const open = ({ key }: { key: string }) =>
    void (key === ':new'
      ? navigate({ to: '/communities/new' })
      : navigate({ to: '/c/$community', params: { community: key } }));
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: open, selectedKeys: community ? [community.key] : [] }}>
      <button type="button" className="q-switcher">
        <CommunityAvatar community={community} size={28} />
        <span className="q-switcher-name">
          <strong>{community?.name ?? t('community.none')}</strong>
          {community ? <small>{t(`community.type.${community.type}`)}</small> : null}
        </span>
        <span className="q-hidden">{t('shell.switchCommunity')}</span>
        <DownOutlined />
      </button>
    </Dropdown>
  );
}
