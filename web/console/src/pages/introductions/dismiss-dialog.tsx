import { Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DISMISSALS } from '../../api/introductions.ts';

type Dismissal = (typeof DISMISSALS)[number];

/** Asks why a pair is not introduced: it is not proposed again, and the reason counts when outcomes are compared. */
export function DismissDialog(props: {
  pending: boolean;
  onClose: () => void;
  onDismiss: (reason: Dismissal, note: string) => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<Dismissal>('no_fit');
  const [note, setNote] = useState('');
  return (
    <Modal
      open
      title={t('introduce.dismissTitle')}
      okText={t('introduce.dismiss')}
      cancelText={t('introduce.cancel')}
      confirmLoading={props.pending}
      onCancel={props.onClose}
      onOk={() => props.onDismiss(reason, note)}
    >
      <p className="q-soft">{t('introduce.dismissDetail')}</p>
      <Radio.Group
        className="q-introduce-why"
        aria-label={t('introduce.dismissTitle')}
        value={reason}
        onChange={(event) => setReason(event.target.value as Dismissal)}
        options={DISMISSALS.map((value) => ({ value, label: t(`introduce.dismissals.${value}`) }))}
      />
      <Input
        aria-label={t('introduce.note')}
        placeholder={t('introduce.note')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  );
}
