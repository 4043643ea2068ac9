import { MoreOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { OFFLINE } from '../../../../../src/modules/communities/contract.ts';
import { type Group, groupsQuery, updateGroup } from '../../api/communities.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';

/** What can be done with a group: edit, archive; of an offline one its sign-in sheets. */
export function GroupActions({ group, onEdit }: { group: Group; onEdit?: (group: Group) => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const community = useCommunity();
  const mayImport = useRight('imports.manage');
  const params = { community: community.key };
  const archive = useMutation({
    mutationFn: (archived: boolean) => updateGroup(community.id, group.id, { archived }),
    onSuccess: async ({ archivedAt }) => {
      await client.invalidateQueries(groupsQuery(community.id));
      void message.success(t(archivedAt ? 'groups.archivedDone' : 'groups.restoredDone'));
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const offline = group.platform === OFFLINE;
  const items = [
    ...(onEdit ? [{ key: 'edit', label: t('groups.edit'), onClick: () => onEdit(group) }] : []),
    ...(offline && mayImport
      ? [
          {
            key: 'sign-in',
            label: t('groups.signIn'),
            onClick: () =>
              void navigate({ to: '/c/$community/sign-in-sheets', params, search: { group: group.externalId } }),
          },
        ]
      : []),
    ...(offline
      ? [
          {
            key: 'blank',
            label: t('groups.blankSheet'),
            onClick: () =>
              void navigate({
                to: '/c/$community/groups/$group/sign-in-sheet',
                params: { ...params, group: group.id },
              }),
          },
        ]
      : []),
    ...(onEdit
      ? [
          {
            key: 'archive',
            label: t(group.archivedAt ? 'groups.restore' : 'groups.archive'),
            onClick: () => archive.mutate(group.archivedAt === null),
          },
        ]
      : []),
  ];
  if (items.length === 0) return null;
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined />}
        loading={archive.isPending}
        aria-label={`${t('groups.actions')}: ${group.name}`}
      />
    </Dropdown>
  );
}
