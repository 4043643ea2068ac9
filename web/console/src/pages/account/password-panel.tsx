import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword, sessionsQuery } from '../../api/account.ts';
import { ApiError } from '../../api/problem.ts';
import { meQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { passwordFault } from '../auth/password-fault.ts';
import { PasswordField } from '../auth/password-field.tsx';

/** A new password; every other session ends. */
export function PasswordPanel() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => changePassword(present, next),
    onSuccess: async () => {
      setPresent('');
      setNext('');
      void message.success(t('account.password.changed'));
      await client.invalidateQueries(sessionsQuery);
    },
  });
  const wrong = change.error instanceof ApiError && change.error.code === 'invalid_password';
  const fault = passwordFault(change.error, t);
  return (
    <section className="q-panel">
      <header className="q-panel-head">
        <h2>{t('account.password.title')}</h2>
      </header>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        {wrong || fault ? null : <ErrorNotice error={change.error} />}
        <input type="hidden" name="username" autoComplete="username" value={me?.operator?.email ?? ''} readOnly />
        <PasswordField
          label={t('account.password.present')}
          name="current-password"
          value={present}
          onChange={setPresent}
          error={wrong ? t('access.wrongPassword') : undefined}
        />
        <PasswordField
          isNew
          label={t('access.newPassword')}
          name="new-password"
          value={next}
          onChange={setNext}
          error={fault}
        />
        <div className="q-form-actions">
          <Button htmlType="submit" loading={change.isPending} disabled={!present || !next}>
            {t('account.password.submit')}
          </Button>
          <span className="q-faint">{t('account.password.ends')}</span>
        </div>
      </form>
    </section>
  );
}
