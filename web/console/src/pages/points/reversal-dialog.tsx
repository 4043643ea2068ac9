import { Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PointTransaction } from '../../../../../src/modules/points/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { requestKey } from '../../../../ui/request-key.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { reverseTransaction } from '../../api/points.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePointChange } from './use-point-change.ts';

/** Takes a transaction back by another, with the reason; says what is spent already. */
export function ReversalDialog({ of, onClose }: { of: PointTransaction; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [reason, setReason] = useState('');
  const [asFarAsThere, setAsFarAsThere] = useState(false);
  const reverse = usePointChange(
    (communityId) => reverseTransaction(communityId, { id: of.id, key: requestKey(), reason, asFarAsThere }),
    ({ state }) => state === 'posted' && onClose(),
  );
  const outcome = reverse.data && reverse.data.state !== 'posted' ? reverse.data : undefined;
  return (
    <Modal
      open
      title={t('points.reversal.title', { points: format.exact(of.amount), name: of.member?.name ?? '' })}
      onCancel={onClose}
      onOk={() => reverse.mutate(undefined)}
      okText={t('points.ledger.reverse')}
      cancelText={t('points.cancel')}
      okButtonProps={{ danger: true, disabled: reason.trim() === '', loading: reverse.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={reverse.error} />
        {outcome ? (
          <Notice title={t(`points.reversal.states.${outcome.state}`)}>
            {outcome.missing > 0 ? t('points.reversal.missing', { points: format.exact(outcome.missing) }) : null}
          </Notice>
        ) : null}
        <Field label={t('points.reversal.reason')} hint={t('points.reversal.reasonHint')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Checkbox checked={asFarAsThere} onChange={(event) => setAsFarAsThere(event.target.checked)}>
          {t('points.reversal.asFarAsThere')}
        </Checkbox>
      </div>
    </Modal>
  );
}
