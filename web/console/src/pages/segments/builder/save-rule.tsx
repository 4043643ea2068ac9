import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../../../src/modules/segments/rule.contract.ts';
import { ApiError } from '../../../api/problem.ts';
import { createSegment, type Segment, segmentQuery, updateSegment } from '../../../api/segments.ts';
import { describeError } from '../../../shell/describe-error.ts';
import { useCommunity } from '../../../shell/use-community.ts';
import type { About } from './about-fields.tsx';
import { useMatchedWords, type usePreview } from './live-preview.tsx';

/** Keeps a rule as a new segment, or as the rule of one that is there, and opens its page. */
export function useSave(segment: Segment | undefined) {
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ rule, name, description, tag }: About & { rule: Rule }) => {
      const body = { name: name.trim(), description: description.trim(), tag: tag.trim() || null, rule };
      return segment
        ? updateSegment(community.id, segment.id, { version: segment.version, ...body })
        : createSegment(community.id, { kind: 'rule', ...body });
    },
    onSuccess: async (saved) => {
      client.setQueryData(segmentQuery(community.id, saved.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['segments', community.id] });
      await navigate({
        to: '/c/$community/segments/$segment',
        params: { community: community.key, segment: saved.id },
        ignoreBlocker: true,
      });
    },
  });
}

/** The number and the way on, always in sight. */
export function SaveBar(props: {
  preview: ReturnType<typeof usePreview>;
  save: ReturnType<typeof useSave>;
  able: boolean;
}) {
  const { preview, save, able } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate();
  const say = useMatchedWords();
  const conflict = save.error instanceof ApiError && save.error.status === 409;
  return (
    <div className="q-build-foot">
      {save.error ? (
        <p className="q-field-error" role="alert">
          {conflict ? t('segments.build.conflict') : describeError(save.error, t).title}
        </p>
      ) : (
        <p className="q-build-count">
          {preview.data ? (
            <>
              {t('segments.preview.title')} <strong>{say(preview.data)}</strong>
            </>
          ) : null}
        </p>
      )}
      <Button onClick={() => void navigate({ to: '/c/$community/segments', params: { community: community.key } })}>
        {t('segments.build.cancel')}
      </Button>
      <Button type="primary" htmlType="submit" disabled={!able} loading={save.isPending} data-test="save-segment">
        {t('segments.build.save')}
      </Button>
    </div>
  );
}

/** Asks before changes are lost: on another page of the console, and when the window is closed. */
export function LeaveGuard({ active }: { active: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({ shouldBlockFn: () => active, enableBeforeUnload: () => active, withResolver: true });
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={t('segments.build.leaveTitle')}
      okText={t('segments.build.leave')}
      cancelText={t('segments.build.stay')}
      okButtonProps={{ danger: true }}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t('segments.build.leaveDetail')}
    </Modal>
  );
}
