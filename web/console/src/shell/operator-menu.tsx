import { LogoutOutlined, SwapOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { App, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../ui/avatar.tsx';
import { switchWorkspace } from '../api/account.ts';
import { meQuery, signOut } from '../api/session.ts';
import { describeError } from './describe-error.ts';

/** Who is signed in, and the way out. */
export function OperatorMenu() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const router = useRouter();
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  if (!me?.operator) return null;
  const operator = me.operator;
  const leave = async () => {
    try {
      await signOut();
      client.clear();
      await navigate({ to: '/signin', search: {} });
    } catch (error) {
      void message.error(describeError(error, t).title);
    }
  };
  const move = async (workspaceId: string) => {
    try {
      await switchWorkspace(workspaceId);
      client.clear();
      await navigate({ to: '/' });
      await router.invalidate();
    } catch (error) {
      void message.error(describeError(error, t).title);
    }
  };
  const items = [
    {
      key: 'who',
      type: 'group' as const,
      label: (
        <span className="q-who">
          <strong>{operator.name}</strong>
          <span>{operator.email}</span>
          <span>{[me.workspace.name, me.role && t(`role.${me.role}`)].filter(Boolean).join(' · ')}</span>
        </span>
      ),
    },
    { type: 'divider' as const },
    {
      key: 'account',
      icon: <UserOutlined />,
      label: t('nav.account'),
      onClick: () => void navigate({ to: '/settings/account' }),
    },
    ...(me.workspaces.length > 1
      ? [
          {
            key: 'workspaces',
            icon: <SwapOutlined />,
            label: t('account.switch'),
            children: me.workspaces.map(({ id, name }) => ({
              key: id,
              label: name,
              disabled: id === me.workspace.id,
              onClick: () => void move(id),
            })),
          },
        ]
      : []),
    { key: 'out', icon: <LogoutOutlined />, label: t('shell.signOut'), onClick: () => void leave() },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <button
        type="button"
        className="q-icon-button"
        data-test="operator"
        aria-label={t('shell.operator', { name: operator.name })}
      >
        <Avatar name={operator.name} id={operator.id} size={28} />
      </button>
    </Dropdown>
  );
}
