import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../../../../src/modules/identity/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { ApiError } from '../../api/problem.ts';
import { invite, teamQuery } from '../../api/team.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { RoleSelect } from './role-select.tsx';

/** Invites somebody by e-mail to a role; then shows the one-time link. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const ask = useMutation({
    mutationFn: () => invite(email.trim(), role),
    onSuccess: () => client.invalidateQueries(teamQuery),
  });
  if (ask.data) {
    const detail = t(ask.data.mailed ? 'team.invite.mailedDetail' : 'team.invite.handOver', { email: email.trim() });
    return <LinkDialog title={t('team.invite.made')} detail={detail} link={ask.data} onClose={onClose} />;
  }
  const taken = ask.error instanceof ApiError && ask.error.code === 'seat_taken';
  const invalid = ask.error instanceof ApiError && ask.error.faults.some(({ where }) => where === '/body/email');
  const fault = taken ? t('team.invite.taken') : invalid ? t('auth.setup.fault.email') : undefined;
  return (
    <Modal
      open
      title={t('team.invite.title')}
      onCancel={onClose}
      okText={t('team.invite.submit')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !email.trim(), loading: ask.isPending }}
      onOk={() => ask.mutate()}
    >
      <form
        className="q-form q-dialog"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (email.trim()) ask.mutate();
        }}
      >
        {fault ? null : <ErrorNotice error={ask.error} />}
        <Field label={t('auth.email')} error={fault}>
          {(control) => (
            <Input
              {...control}
              type="email"
              name="invite-email"
              autoComplete="off"
              autoFocus
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('team.role')} hint={t(`team.roleHint.${role}`)}>
          {(control) => <RoleSelect {...control} value={role} onChange={setRole} />}
        </Field>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
