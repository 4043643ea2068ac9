import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeatDetails } from '../../../../../src/modules/identity/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { ApiError } from '../../api/problem.ts';
import { removeSeat, teamQuery } from '../../api/team.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

/** Takes a seat away, after saying what that does to sessions and API tokens. */
export function RemoveSeatDialog(props: { seat: SeatDetails; self: boolean; onClose: () => void }) {
  const { seat, self, onClose } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [revoke, setRevoke] = useState(true);
  const remove = useMutation({
    mutationFn: () => removeSeat(seat.operatorId, revoke ? 'revoke' : 'keep'),
    onSuccess: async () => {
      onClose();
      if (!self) return client.invalidateQueries(teamQuery);
      client.clear();
      await navigate({ to: '/' });
    },
  });
  const last = remove.error instanceof ApiError && remove.error.code === 'last_owner';
  return (
    <Modal
      open
      title={self ? t('team.leaveTitle') : t('team.removeTitle', { name: seat.name })}
      onCancel={onClose}
      okText={t(self ? 'team.leave' : 'team.remove')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      cancelText={t('form.cancel')}
      onOk={() => remove.mutate()}
    >
      <div className="q-form q-dialog">
        {last ? <Notice title={t('team.lastOwner')} /> : <ErrorNotice error={remove.error} />}
        <p>{t(self ? 'team.leaveDetail' : 'team.removeDetail')}</p>
        {seat.tokens > 0 ? (
          <Checkbox checked={revoke} onChange={(event) => setRevoke(event.target.checked)}>
            {t('team.revokeTokens', { count: seat.tokens })}
          </Checkbox>
        ) : null}
      </div>
    </Modal>
  );
}
