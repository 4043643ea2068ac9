import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { forgotPassword } from '../../api/account.ts';
import { setupQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { AuthFrame } from './auth-frame.tsx';

/** A lost password: a link by mail where the server can send it, else who can make one. */
export function ForgotPage() {
  const { t } = useTranslation();
  const { data: status, error } = useQuery(setupQuery);
  usePageTitle(t('access.forgot.title'));
  return (
    <AuthFrame title={t('access.forgot.title')} lead={t('access.forgot.lead')}>
      {error ? <ErrorNotice error={error} /> : !status ? <Skeleton rows={3} /> : null}
      {status?.resetByMail ? <AskForMail /> : null}
      {status && !status.resetByMail ? (
        <div className="q-form">
          <Notice kind="info" title={t('access.forgot.askOwner')}>
            {t('access.forgot.askOwnerDetail')}
          </Notice>
          <p className="q-faint">{t('access.forgot.askServer')}</p>
          <pre>qunluo reset-password you@example.com</pre>
        </div>
      ) : null}
      <p className="q-auth-foot q-auth-foot-apart">
        <Link to="/signin">{t('access.backToSignIn')}</Link>
      </p>
    </AuthFrame>
  );
}

function AskForMail() {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => forgotPassword(email.trim()) });
  if (ask.isSuccess) {
    return (
      <Notice kind="info" title={t('access.forgot.sent')}>
        {t('access.forgot.sentDetail', { email: email.trim() })}
      </Notice>
    );
  }
  return (
    <form
      className="q-form"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <ErrorNotice error={ask.error} />
      <Field label={t('auth.email')}>
        {(control) => (
          <Input
            {...control}
            size="large"
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Button type="primary" size="large" htmlType="submit" block loading={ask.isPending}>
        {t('access.forgot.send')}
      </Button>
    </form>
  );
}
