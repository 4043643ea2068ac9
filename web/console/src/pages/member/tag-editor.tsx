import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { memberQuery, setTags, tagsQuery, type Portrait } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useRight } from '../../shell/use-right.ts';

/** Tags set by hand, editable in place; tags of rules are shown beside them. */
export function TagEditor({ portrait, communityId }: { portrait: Portrait; communityId: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const may = useRight('members.edit');
  const { data: known = [] } = useQuery(tagsQuery(communityId));
  const key = memberQuery(communityId, portrait.memberId).queryKey;
  const byHand = portrait.tags.filter(({ source }) => source === 'hand').map(({ tag }) => tag);
  const byRule = portrait.tags.filter(({ source }) => source === 'rule').map(({ tag }) => tag);
  const change = useMutation({
    mutationFn: (tags: readonly string[]) => setTags(communityId, portrait.memberId, tags),
    onMutate: (tags) => {
      const before = client.getQueryData(key);
      client.setQueryData(
        key,
        (now) =>
          now && {
            ...now,
            tags: [
              ...tags.map((tag) => ({ tag, source: 'hand' as const })),
              ...now.tags.filter(({ source }) => source === 'rule'),
            ],
          },
      );
      return before;
    },
    onError: (error, _tags, before) => {
      client.setQueryData(key, before);
      void message.error(describeError(error, t).title);
    },
    onSuccess: ({ tags }) => {
      client.setQueryData(key, (now) => now && { ...now, tags });
      void client.invalidateQueries(tagsQuery(communityId));
      void client.invalidateQueries({ queryKey: ['members', communityId] });
    },
  });
  return (
    <div className="q-tags">
      {byRule.map((tag) => (
        <span key={tag} className="q-word" title={t('member.ruleTag')}>
          {tag}
        </span>
      ))}
      {may ? (
        <Select
          mode="tags"
          aria-label={t('member.tags')}
          placeholder={t('member.addTag')}
          value={byHand}
          maxCount={100}
          tokenSeparators={[',', '，', ';', '；']}
          options={known.map(({ tag }) => ({ value: tag, label: tag }))}
          onChange={(tags: string[]) => change.mutate(tags.map((tag) => tag.trim().slice(0, 60)).filter(Boolean))}
        />
      ) : (
        byHand.map((tag) => (
          <span key={tag} className="q-word">
            {tag}
          </span>
        ))
      )}
    </div>
  );
}
