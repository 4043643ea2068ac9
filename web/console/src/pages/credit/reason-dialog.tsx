import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCreditChange } from './use-credit-change.ts';

type Props = {
  title: string;
  hint: string;
  send: (communityId: string, reason: string) => Promise<unknown>;
  onClose: () => void;
};

/** Something that takes a reason, which the member reads. */
export function ReasonDialog({ title, hint, send, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const change = useCreditChange((communityId) => send(communityId, reason.trim()), onClose);
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      onOk={() => change.mutate(undefined)}
      okText={title}
      cancelText={t('credit.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: change.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={change.error} />
        <p className="q-soft">{hint}</p>
        <Field label={t('credit.reason')} hint={t('credit.reasonHint')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={2000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
