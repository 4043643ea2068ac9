import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { retentionQuery, setRetention, type RetentionRule } from '../../api/deletions.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { RuleField } from './rule-field.tsx';
import './deletions.css';

/** How long the texts of one group are kept; saved as it is chosen, enforced with the next run. */
export function GroupRetention({ communityId, groupId }: { communityId: string; groupId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(retentionQuery(communityId));
  const save = useMutation({
    mutationFn: (rule: RetentionRule | null) => {
      const { [groupId]: _, ...others } = data!.groups;
      return setRetention(communityId, {
        community: data!.community,
        groups: rule ? { ...others, [groupId]: rule } : others,
      });
    },
    onSuccess: (kept) => client.setQueryData(retentionQuery(communityId).queryKey, kept),
  });
  if (!data) return null;
  return (
    <fieldset className="q-choices">
      <legend>{t('textRule.group')}</legend>
      <ErrorNotice error={save.error} />
      <RuleField
        label={t('textRule.group')}
        disabled={save.isPending}
        rule={data.groups[groupId] ?? null}
        fallback={data.community}
        onChange={(rule) => save.mutate(rule)}
      />
    </fieldset>
  );
}
