import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Community, type GroupPurpose, OFFLINE } from '../../../../../src/modules/communities/contract.ts';
import {
  createGroup,
  type Group,
  groupActivityQuery,
  groupsQuery,
  templatesQuery,
  updateGroup,
} from '../../api/communities.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { applyPreset } from './apply-preset.ts';
import { useRight } from '../../shell/use-right.ts';
import { GroupRetention } from '../deletions/group-retention.tsx';
import { AdoptGroup } from './adopt-group.tsx';
import { type GroupDraft, GroupFields, WhereFields } from './group-fields.tsx';

const EMPTY: GroupDraft = {
  platform: 'wechat',
  externalId: '',
  name: '',
  purpose: null,
  answerHours: null,
  rules: '',
  contentKinds: [],
  venue: '',
  host: '',
  schedule: '',
};

/** What can be typed of a group that is there. */
const draftOf = (group: Group): GroupDraft =>
  Object.fromEntries(Object.keys(EMPTY).map((key) => [key, group[key as keyof GroupDraft]])) as GroupDraft;

/** Makes a group by hand, or says what one that is there is for. */
export function GroupDialog(props: {
  community: Community;
  group: Group | undefined;
  groups: readonly Group[];
  onClose: () => void;
}) {
  const { community, group, groups, onClose } = props;
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const may = useRight('communities.manage');
  const { data: templates } = useQuery(templatesQuery(i18n.language === 'en' ? 'en' : 'zh-CN'));
  const [draft, setDraft] = useState<GroupDraft>(group ? draftOf(group) : EMPTY);
  const [checked, setChecked] = useState(false);
  const set = (change: Partial<GroupDraft>) => setDraft({ ...draft, ...change });
  const presetOf = (purpose: GroupPurpose | null) => templates?.purposes.find((one) => one.purpose === purpose);
  const choosePurpose = (purpose: GroupPurpose | null) =>
    set({ purpose, ...applyPreset(draft, presetOf(draft.purpose), presetOf(purpose)) });
  const save = useMutation({
    mutationFn: () => {
      const { platform, externalId, ...words } = draft;
      return group
        ? updateGroup(community.id, group.id, words)
        : createGroup(community.id, { ...words, platform, externalId: platform === OFFLINE ? '' : externalId });
    },
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries(groupsQuery(community.id)),
        client.invalidateQueries(groupActivityQuery(community.id)),
      ]);
      onClose();
    },
  });
  const nameless = !group?.sourceName && draft.name.trim() === '';
  return (
    <Modal
      open
      width={640}
      title={group ? t('groups.editTitle', { name: group.name }) : t('groups.newTitle')}
      onCancel={onClose}
      okText={t(group ? 'form.save' : 'groups.add')}
      cancelText={t('form.cancel')}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => {
        setChecked(true);
        if (!nameless) save.mutate();
      }}
    >
      <div className="q-form q-group-form">
        <ErrorNotice error={save.error} />
        {group ? null : <WhereFields draft={draft} set={set} />}
        <GroupFields draft={draft} group={group} nameFault={checked && nameless} set={set} onPurpose={choosePurpose} />
        {group && may ? <GroupRetention communityId={community.id} groupId={group.id} /> : null}
        {group ? <AdoptGroup community={community} group={group} groups={groups} onDone={onClose} /> : null}
        <p className="q-faint q-small">{t('groups.fixed')}</p>
      </div>
    </Modal>
  );
}
