import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnalysisKindName, type GivenParams, peopleBehind, type PointOf } from '../../api/analyses.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

const KEY = 'open-people';

/** Opens the members behind a point as a list, out of which a segment, an export or a bulk action can be made. */
export function useOpenPeople<K extends AnalysisKindName>(kind: K, params: GivenParams): (point: PointOf<K>) => void {
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { mutate } = useMutation({
    mutationFn: (point: PointOf<K>) => peopleBehind(community.id, kind, params, point),
    onMutate: () => void message.open({ key: KEY, type: 'loading', content: t('analysis.opening'), duration: 0 }),
    onSuccess: ({ segmentId, total }) => {
      message.destroy(KEY);
      if (total === 0) {
        void message.info(t('analysis.nobody'));
        return;
      }
      void navigate({
        to: '/c/$community/members',
        params: { community: community.key },
        search: { segment: segmentId },
      });
    },
    onError: (error) => void message.open({ key: KEY, type: 'error', content: describeError(error, t).title }),
  });
  return useCallback((point: PointOf<K>) => mutate(point), [mutate]);
}
