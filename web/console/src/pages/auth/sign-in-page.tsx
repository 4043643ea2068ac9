import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { ApiError } from '../../api/problem.ts';
import { setupQuery, signIn } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { AuthFrame } from './auth-frame.tsx';

/** Sign in with e-mail and password; afterwards back to where one wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const client = useQueryClient();
  const { next } = useSearch({ from: '/signin' });
  const { data: setup } = useQuery(setupQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  usePageTitle(t('auth.signIn'));
  const enter = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: async () => {
      client.clear();
      await router.navigate({ href: next ?? '/', replace: true });
    },
  });
  const refused = enter.error instanceof ApiError && enter.error.status >= 400 && enter.error.status < 404;
  return (
    <AuthFrame title={t('auth.signIn')} lead={t('auth.signInLead')}>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate();
        }}
      >
        {setup?.needed ? (
          <Notice kind="info" title={t('auth.setupFirst.title')}>
            {t('auth.setupFirst.detail')}
          </Notice>
        ) : null}
        {refused ? (
          <Notice title={t('auth.refused.title')}>{t('auth.refused.detail')}</Notice>
        ) : (
          <ErrorNotice error={enter.error} />
        )}
        <Field label={t('auth.email')}>
          {(control) => (
            <Input
              {...control}
              size="large"
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('auth.password')}>
          {(control) => (
            <Input.Password
              {...control}
              size="large"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="primary" size="large" htmlType="submit" block loading={enter.isPending}>
          {t('auth.signIn')}
        </Button>
      </form>
    </AuthFrame>
  );
}
