import { useMutation } from '@tanstack/react-query';
import { Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proposal } from '../../../../../src/modules/playbooks/library.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { dismissPlay } from '../../api/plays.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useFreshPlays, useSaid } from './use-plays.ts';

/** Leaves a proposal alone for a while, with a reason. */
export function DismissDialog({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const community = useCommunity();
  const fresh = useFreshPlays();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(60);
  const dismiss = useMutation({
    mutationFn: () => dismissPlay(community.id, proposal.playId, { reason: reason.trim(), days }),
    onSuccess: async () => {
      await fresh();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('playbook.dismissTitle', { name: said(proposal.name) })}
      onCancel={onClose}
      okText={t('playbook.dismiss')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: dismiss.isPending }}
      onOk={() => dismiss.mutate()}
    >
      <div className="q-form q-dialog">
        <p className="q-soft">{t('playbook.dismissHint')}</p>
        <ErrorNotice error={dismiss.error} />
        <Field label={t('playbook.dismissReason')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              name="reason"
              maxLength={400}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('playbook.dismissDays')}>
          {(control) => (
            <InputNumber {...control} min={1} max={365} value={days} onChange={(value) => setDays(value ?? 60)} />
          )}
        </Field>
      </div>
    </Modal>
  );
}
