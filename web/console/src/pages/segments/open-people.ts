import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Makes a transient set of the members behind something and opens the list of them; `key` says which is under way. */
export function useOpenPeople<Key>(find: (key: Key) => Promise<{ segmentId: string }>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const community = useCommunity();
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: find,
    onSuccess: ({ segmentId }) =>
      navigate({ to: '/c/$community/members', params: { community: community.key }, search: { segment: segmentId } }),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  return { open: open.mutate, busy: open.isPending ? open.variables : undefined };
}
