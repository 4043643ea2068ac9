import { Input, Modal, Radio, Select, Switch } from 'antd';
import { useState } from 'react';
import type { Badge, WrittenBadge } from '../../../../../src/modules/levels/badges.contract.ts';
import { ICONS } from '../../../../../src/modules/levels/levels.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Honour } from '../../../../ui/honour.tsx';
import { saveBadge } from '../../api/levels.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { SegmentChoice } from '../segments/segment-choice.tsx';
import { useLevelChange, useOwnWords } from './use-level-change.ts';

type How = 'hand' | 'segment' | 'own';

function fieldsOf(badge: Badge | undefined): WrittenBadge {
  if (!badge)
    return {
      name: '',
      nameEn: '',
      description: '',
      descriptionEn: '',
      icon: 'medal',
      colour: '#d48806',
      rule: null,
      enabled: true,
    };
  const { name, nameEn, description, descriptionEn, icon, colour, rule, enabled } = badge;
  return { name, nameEn, description, descriptionEn, icon, colour, rule, enabled };
}

const howOf = (rule: WrittenBadge['rule']): How =>
  rule === null ? 'hand' : rule.kind === 'segment' ? 'segment' : 'own';

/** Makes a badge, or changes one: given by hand, or to whoever is in a segment. A rule of another kind is kept as it is. */
export function BadgeDialog({ badge, onClose }: { badge: Badge | undefined; onClose: () => void }) {
  const { t } = useOwnWords();
  const [fields, setFields] = useState(() => fieldsOf(badge));
  const [how, setHow] = useState(() => howOf(fieldsOf(badge).rule));
  const set = (change: Partial<WrittenBadge>) => setFields((before) => ({ ...before, ...change }));
  const kept = badge?.rule && howOf(badge.rule) === 'own' ? badge.rule : undefined;
  const save = useLevelChange(
    (communityId) => saveBadge(communityId, badge?.id, { ...fields, rule: how === 'hand' ? null : fields.rule }),
    onClose,
  );
  const segmentId = fields.rule?.kind === 'segment' ? fields.rule.segmentId : undefined;
  const text = (name: 'name' | 'nameEn' | 'description' | 'descriptionEn', label: string, most: number) => (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          maxLength={most}
          value={fields[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Modal
      open
      title={t(badge ? 'levels.badge.edit' : 'levels.badge.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('levels.save')}
      cancelText={t('levels.cancel')}
      okButtonProps={{
        disabled: !fields.name.trim() || (how === 'segment' && segmentId === undefined),
        loading: save.isPending,
      }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <div className="q-level-name">
          <Honour icon={fields.icon} colour={fields.colour} size={48} />
          <Select
            aria-label={t('levels.editor.icon')}
            value={fields.icon}
            options={ICONS.map((value) => ({ value, label: t(`levels.icons.${value}`) }))}
            onChange={(icon) => set({ icon })}
          />
          <input
            aria-label={t('levels.editor.colour')}
            className="q-level-colour"
            type="color"
            value={fields.colour}
            onChange={(event) => set({ colour: event.target.value })}
          />
        </div>
        {text('name', t('levels.badge.name'), 40)}
        {text('nameEn', t('levels.badge.nameEn'), 40)}
        {text('description', t('levels.badge.description'), 400)}
        <Radio.Group
          aria-label={t('levels.badge.how')}
          value={how}
          onChange={(event) => {
            const chosen = event.target.value as How;
            setHow(chosen);
            set({ rule: chosen === 'own' && kept ? kept : null });
          }}
          options={[
            { value: 'hand', label: t('levels.badge.byHand') },
            { value: 'segment', label: t('levels.badge.bySegment') },
            ...(kept ? [{ value: 'own', label: t('levels.badge.byOwn') }] : []),
          ]}
        />
        {how === 'segment' ? (
          <SegmentChoice
            label={t('levels.badge.segment')}
            value={segmentId}
            onChange={(id) => set({ rule: id ? { kind: 'segment', segmentId: id } : null })}
          />
        ) : null}
        <label className="q-level-switch">
          <Switch size="small" checked={fields.enabled} onChange={(enabled) => set({ enabled })} />
          {t('levels.badge.enabled')}
        </label>
      </div>
    </Modal>
  );
}
