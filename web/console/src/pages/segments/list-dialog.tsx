import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { createSegment, type Segment, segmentQuery, updateSegment } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Name, explanation and tag: of a new list, or of a segment that is there. */
export function ListDialog({ segment, onClose }: { segment?: Segment; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [about, setAbout] = useState({
    name: segment?.name ?? '',
    description: segment?.description ?? '',
    tag: segment?.tag ?? '',
  });
  const save = useMutation({
    mutationFn: () => {
      const body = { name: about.name.trim(), description: about.description.trim(), tag: about.tag.trim() || null };
      return segment
        ? updateSegment(community.id, segment.id, {
            version: segment.version,
            ...body,
            ...(segment.transient ? { transient: false } : {}),
          })
        : createSegment(community.id, { kind: 'list', ...body });
    },
    onSuccess: async (saved) => {
      client.setQueryData(segmentQuery(community.id, saved.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['segments', community.id] });
      onClose();
      if (!segment)
        await navigate({
          to: '/c/$community/segments/$segment',
          params: { community: community.key, segment: saved.id },
        });
    },
  });
  const title = !segment
    ? t('segments.newList')
    : segment.transient
      ? t('segments.one.keep')
      : t('segments.one.rename');
  const fields = ['name', 'description', 'tag'] as const;
  const most = { name: 80, description: 500, tag: 60 };
  return (
    <Modal open title={title} footer={null} onCancel={onClose} destroyOnHidden>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {fields.map((field) => (
          <Field
            key={field}
            label={t(`segments.build.${field}`)}
            {...(field === 'tag' ? { hint: t('segments.build.tagHint') } : {})}
          >
            {(control) => (
              <Input
                {...control}
                name={field}
                maxLength={most[field]}
                value={about[field]}
                onChange={(event) => setAbout({ ...about, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {save.error ? (
          <p className="q-field-error" role="alert">
            {describeError(save.error, t).title} {describeError(save.error, t).detail}
          </p>
        ) : null}
        <div className="q-dialog-foot">
          <Button onClick={onClose}>{t('form.cancel')}</Button>
          <Button type="primary" htmlType="submit" disabled={!about.name.trim()} loading={save.isPending}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
