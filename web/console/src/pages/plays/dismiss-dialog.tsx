import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { dismissPlay } from '../../api/plays.ts';
import { usePlayChange } from './use-plays.ts';

const DAYS = [14, 30, 60, 120, 365];

/** Why a proposal is not taken up now, and for how long it stays away. */
export function DismissDialog({ play, name, onClose }: { play: string; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(60);
  const dismiss = usePlayChange((community, body: { reason: string; days: number }) =>
    dismissPlay(community, play, body),
  );
  return (
    <Modal
      open
      title={t('playbook.dismissTitle', { name })}
      onCancel={onClose}
      okText={t('playbook.dismiss')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: dismiss.isPending }}
      onOk={() => dismiss.mutate({ reason: reason.trim(), days }, { onSuccess: onClose })}
    >
      <div className="q-form q-dialog">
        <Field label={t('playbook.reason')} hint={t('playbook.reasonHint')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoFocus
              rows={3}
              maxLength={400}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('playbook.quietFor')}>
          {({ id }) => (
            <Select
              id={id}
              value={days}
              options={DAYS.map((value) => ({ value, label: t('playbook.days', { count: value }) }))}
              onChange={setDays}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
