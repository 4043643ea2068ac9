import { useMutation } from '@tanstack/react-query';
import { App, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../../ui/format.ts';
import { mailReport } from '../../api/reports.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { RecipientsField, splitRecipients, wrongRecipient } from './recipients-field.tsx';

/** Sends a report, in the language on show. */
export function MailDialog({ reportId, onClose }: { reportId: string; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const community = useCommunity();
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: () =>
      mailReport(community.id, reportId, { to: splitRecipients(text), language: i18n.language as Language }),
    onSuccess: ({ sent }) => {
      void message.success(t('reports.mailed', { count: sent }));
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('reports.mailTitle')}
      onCancel={onClose}
      okText={t('reports.mail')}
      cancelText={t('form.cancel')}
      okButtonProps={{
        disabled: splitRecipients(text).length === 0 || wrongRecipient(text) !== undefined,
        loading: send.isPending,
      }}
      onOk={() => send.mutate()}
    >
      <div className="q-form q-dialog">
        <ErrorNotice error={send.error} />
        <RecipientsField value={text} onChange={setText} />
      </div>
    </Modal>
  );
}
