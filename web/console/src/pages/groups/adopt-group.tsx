import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { adoptGroup, type Group, groupsQuery } from '../../api/communities.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

/** A group that appeared on its platform may be one that was made by hand before; shown only where there is such a one. */
export function AdoptGroup(props: {
  community: Community;
  group: Group;
  groups: readonly Group[];
  onDone: () => void;
}) {
  const { community, group, groups, onDone } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const [from, setFrom] = useState<string>();
  const adopt = useMutation({
    mutationFn: (id: string) => adoptGroup(community.id, group.id, id),
    onSuccess: async () => {
      await client.invalidateQueries(groupsQuery(community.id));
      onDone();
    },
  });
  const awaited = groups.filter((one) => one.awaited && one.platform === group.platform && one.id !== group.id);
  if (group.awaited || awaited.length === 0) return null;
  return (
    <div className="q-adopt">
      <h3>{t('groups.adopt')}</h3>
      <p className="q-faint q-small">{t('groups.adoptHint', { name: group.name })}</p>
      <ErrorNotice error={adopt.error} />
      <div className="q-form-actions">
        <Select
          aria-label={t('groups.adoptChoose')}
          placeholder={t('groups.adoptChoose')}
          value={from}
          options={awaited.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setFrom}
        />
        <Button disabled={!from} loading={adopt.isPending} onClick={() => from && adopt.mutate(from)}>
          {t('groups.adoptNow')}
        </Button>
      </div>
    </div>
  );
}
