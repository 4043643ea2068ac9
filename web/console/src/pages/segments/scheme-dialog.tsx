import { DeleteOutlined, HolderOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SEGMENT_LIMITS } from '../../../../../src/modules/segments/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { createScheme, type Scheme, segmentsQuery, updateScheme } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { schemeColour } from './scheme-colour.ts';
import { SegmentChoice } from './segment-choice.tsx';
import { moved, useReorder } from './use-reorder.ts';

/** A scheme's name and its segments in order. */
export function SchemeDialog({ scheme, onClose }: { scheme: Scheme | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const [name, setName] = useState(scheme?.name ?? '');
  const [tiers, setTiers] = useState<readonly string[]>(scheme?.tiers.map(({ segmentId }) => segmentId) ?? []);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), tiers: [...tiers] };
      return scheme
        ? updateScheme(community.id, scheme.id, { version: scheme.version, ...body })
        : createScheme(community.id, body);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['segments', community.id] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t(scheme ? 'segments.ownTiers.edit' : 'segments.ownTiers.new')}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t('segments.ownTiers.name')}>
          {(control) => (
            <Input
              {...control}
              name="name"
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="q-field">
          <span className="q-scheme-label">{t('segments.ownTiers.tiers')}</span>
          <TierOrder tiers={tiers} onChange={setTiers} />
          {tiers.length < SEGMENT_LIMITS.tiers ? (
            <SegmentChoice
              label={t('segments.ownTiers.add')}
              value={undefined}
              without={tiers}
              onChange={(id) => id && setTiers([...tiers, id])}
            />
          ) : null}
          <p className="q-field-hint">{t('segments.ownTiers.definition')}</p>
        </div>
        {save.error ? (
          <p className="q-field-error" role="alert">
            {describeError(save.error, t).title} {describeError(save.error, t).detail}
          </p>
        ) : null}
        <div className="q-dialog-foot">
          <Button onClick={onClose}>{t('form.cancel')}</Button>
          <Button
            type="primary"
            htmlType="submit"
            disabled={!name.trim() || tiers.length === 0}
            loading={save.isPending}
          >
            {t('segments.ownTiers.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function TierOrder({ tiers, onChange }: { tiers: readonly string[]; onChange: (tiers: readonly string[]) => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: segments = [] } = useQuery(segmentsQuery(community.id));
  const reorder = useReorder(tiers.length, (from, to) => onChange(moved(tiers, from, to)));
  const nameOf = (id: string) => segments.find((one) => one.id === id)?.name ?? '…';
  return (
    <ol className="q-scheme-order" data-reorder>
      {tiers.map((id, at) => (
        <li
          key={id}
          className={`${reorder.dragged === at ? 'q-rule-dragged' : ''} ${reorder.over === at ? 'q-scheme-over' : ''}`}
          {...reorder.row(at)}
        >
          <button
            type="button"
            className="q-rule-handle"
            title={t('segments.build.moveHint')}
            aria-label={t('segments.ownTiers.move', { name: nameOf(id) })}
            {...reorder.handle(at)}
          >
            <HolderOutlined />
          </button>
          <span className="q-dot" style={{ background: schemeColour(at, tiers.length) }} />
          <span className="q-scheme-place">{nameOf(id)}</span>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('segments.ownTiers.remove', { name: nameOf(id) })}
            onClick={() => onChange(tiers.filter((one) => one !== id))}
          />
        </li>
      ))}
    </ol>
  );
}
