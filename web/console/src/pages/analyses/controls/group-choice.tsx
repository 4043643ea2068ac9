import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '../../../api/communities.ts';
import { useCommunity } from '../../../shell/use-community.ts';
import { Choice } from './control.tsx';

/** One group, or all of them. */
export function GroupChoice({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (groupId: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: groups = [] } = useQuery(groupsQuery(community.id));
  return (
    <Choice
      label={t('analysis.group')}
      none={t('analysis.allGroups')}
      value={value}
      options={groups.map(({ id, name }) => ({ value: id, label: name, text: name }))}
      onChange={onChange}
    />
  );
}
