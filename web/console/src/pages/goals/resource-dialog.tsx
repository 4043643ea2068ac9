import { Button, Checkbox, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RESOURCE_KINDS, type Resource } from '../../../../../src/modules/goals/resources.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { saveResource } from '../../api/goals.ts';
import { GoalsError } from './goals-error.tsx';
import { spanOf, TimeFields, type WallSpan } from './time-fields.tsx';
import { useGoalChange } from './use-goal-change.ts';
import { wallText } from './zoned-time.ts';

type Props = { resource: Resource | undefined; zone: string; onClose: () => void };

/** Puts a resource into the register, or changes one. */
export function ResourceDialog({ resource, zone, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [fields, setFields] = useState({
    name: resource?.name ?? '',
    kind: resource?.kind ?? RESOURCE_KINDS[0],
    owner: resource?.owner ?? '',
    contact: resource?.contact ?? '',
    note: resource?.note ?? '',
    quantity: resource?.quantity ?? null,
    consumed: resource?.consumed ?? false,
    archived: resource ? resource.archivedAt !== null : false,
  });
  const [windows, setWindows] = useState<WallSpan[]>(
    (resource?.windows ?? []).map(({ from, to }) => ({
      from: wallText(format, from, zone),
      to: wallText(format, to, zone),
    })),
  );
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const spans = windows.map((window) => spanOf(window, zone));
  const save = useGoalChange((communityId) => {
    const { archived, ...rest } = fields;
    return saveResource(communityId, resource?.id, { ...rest, windows: spans, ...(resource && { archived }) });
  }, onClose);
  return (
    <Modal
      open
      width={560}
      title={t(resource ? 'goals.resource.edit' : 'goals.resource.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('goals.save')}
      cancelText={t('goals.cancel')}
      okButtonProps={{ disabled: !fields.name.trim() || spans.includes(undefined), loading: save.isPending }}
    >
      <div className="q-form">
        <GoalsError error={save.error} />
        <div className="q-goals-row">
          <Field label={t('goals.resource.name')}>
            {(control) => (
              <Input
                {...control}
                autoFocus
                maxLength={120}
                value={fields.name}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('goals.resource.kind')}>
            {({ id }) => (
              <Select
                id={id}
                value={fields.kind}
                onChange={(kind) => set({ kind })}
                options={RESOURCE_KINDS.map((value) => ({ value, label: t(`goals.resource.kinds.${value}`) }))}
              />
            )}
          </Field>
        </div>
        <HowCounted {...fields} onChange={set} />
        <div className="q-goals-row">
          <Field label={t('goals.resource.owner')}>
            {(control) => (
              <Input
                {...control}
                maxLength={120}
                value={fields.owner}
                onChange={(event) => set({ owner: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('goals.resource.contact')} hint={t('goals.resource.contactHint')}>
            {(control) => (
              <Input
                {...control}
                maxLength={500}
                value={fields.contact}
                onChange={(event) => set({ contact: event.target.value })}
              />
            )}
          </Field>
        </div>
        <Windows windows={windows} zone={zone} onChange={setWindows} />
        <Field label={t('goals.note')}>
          {(control) => (
            <Input.TextArea
              {...control}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={fields.note}
              onChange={(event) => set({ note: event.target.value })}
            />
          )}
        </Field>
        {resource ? (
          <Checkbox checked={fields.archived} onChange={(event) => set({ archived: event.target.checked })}>
            {t('goals.resource.archive')}
          </Checkbox>
        ) : null}
      </div>
    </Modal>
  );
}

type Counted = { quantity: number | null; consumed: boolean };

function HowCounted({ quantity, consumed, onChange }: Counted & { onChange: (change: Partial<Counted>) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <fieldset className="q-choices">
        <legend>{t('goals.resource.counted')}</legend>
        <Radio.Group
          value={quantity === null ? 'whole' : 'goods'}
          onChange={(event) =>
            onChange(event.target.value === 'whole' ? { quantity: null, consumed: false } : { quantity: 1 })
          }
          options={(['whole', 'goods'] as const).map((value) => ({ value, label: t(`goals.resource.${value}`) }))}
        />
      </fieldset>
      {quantity === null ? null : (
        <div className="q-goals-row">
          <Field label={t('goals.resource.quantity')}>
            {(control) => (
              <InputNumber
                {...control}
                min={0}
                max={1_000_000}
                precision={0}
                value={quantity}
                onChange={(value) => onChange({ quantity: value ?? 0 })}
              />
            )}
          </Field>
          <Checkbox
            className="q-goals-beside"
            checked={consumed}
            onChange={(event) => onChange({ consumed: event.target.checked })}
          >
            {t('goals.resource.consumed')}
          </Checkbox>
        </div>
      )}
    </>
  );
}

function Windows(props: { windows: WallSpan[]; zone: string; onChange: (windows: WallSpan[]) => void }) {
  const { t } = useTranslation();
  const { windows, zone, onChange } = props;
  return (
    <fieldset className="q-choices q-windows">
      <legend>{t('goals.resource.windows')}</legend>
      <p className="q-faint">
        {t('goals.resource.windowsHint')} · {t('goals.resource.zone', { zone })}
      </p>
      {windows.map((window, at) => (
        <div key={at} className="q-window">
          <TimeFields value={window} zone={zone} onChange={(changed) => onChange(windows.with(at, changed))} />
          <Button type="text" size="small" danger onClick={() => onChange(windows.toSpliced(at, 1))}>
            {t('goals.remove')}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        disabled={windows.length >= 200}
        onClick={() => onChange([...windows, { from: '', to: '' }])}
      >
        {t('goals.resource.addWindow')}
      </Button>
    </fieldset>
  );
}
