import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/problem.ts';
import { meQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { PasswordField } from '../auth/password-field.tsx';

/** Asks for the password before something important is done. */
export function ConfirmPasswordDialog(props: {
  title: string;
  detail: string;
  danger?: boolean;
  action: (password: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const act = useMutation({
    mutationFn: () => props.action(password),
    onSuccess: async () => {
      props.onClose();
      await client.invalidateQueries(meQuery);
    },
  });
  const wrong = act.error instanceof ApiError && act.error.code === 'invalid_password';
  return (
    <Modal
      open
      title={props.title}
      onCancel={props.onClose}
      okText={props.title}
      okButtonProps={{ danger: props.danger, disabled: !password, loading: act.isPending }}
      cancelText={t('form.cancel')}
      onOk={() => act.mutate()}
    >
      <form
        className="q-form q-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (password) act.mutate();
        }}
      >
        {wrong ? null : <ErrorNotice error={act.error} />}
        <p>{props.detail}</p>
        <PasswordField
          label={t('account.password.present')}
          value={password}
          onChange={setPassword}
          error={wrong ? t('access.wrongPassword') : undefined}
        />
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
