import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
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
import { CodeStep } from './code-step.tsx';
import { PasswordField } from './password-field.tsx';

/** Sign in with e-mail, password and, where it is set up, a code; afterwards back to where one wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const client = useQueryClient();
  const { next, noSeat } = useSearch({ from: '/signin' });
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  usePageTitle(t('auth.signIn'));
  const enter = useMutation({
    mutationFn: (code?: string) => signIn(email.trim(), password, code),
    onSuccess: async () => {
      client.clear();
      await router.navigate({ href: next ?? '/', replace: true });
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'second_step_needed') setAsksCode(true);
    },
  });
  if (asksCode) {
    return (
      <AuthFrame title={t('access.code.title')} lead={t('access.code.lead')}>
        <CodeStep
          pending={enter.isPending}
          error={enter.error}
          onCode={(code) => enter.mutate(code)}
          onBack={() => {
            enter.reset();
            setAsksCode(false);
            setPassword('');
          }}
        />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={t('auth.signIn')} lead={t('auth.signInLead')}>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate(undefined);
        }}
      >
        <SignInNotice error={enter.error} noSeat={noSeat} />
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
        <PasswordField size="large" value={password} onChange={setPassword} />
        <Button type="primary" size="large" htmlType="submit" block loading={enter.isPending}>
          {t('auth.signIn')}
        </Button>
        <p className="q-auth-foot">
          <Link to="/forgot">{t('access.forgot.link')}</Link>
        </p>
      </form>
    </AuthFrame>
  );
}

function SignInNotice({ error, noSeat }: { error: unknown; noSeat: boolean | undefined }) {
  const { t } = useTranslation();
  const { data: setup } = useQuery(setupQuery);
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 404;
  if (refused) return <Notice title={t('auth.refused.title')}>{t('auth.refused.detail')}</Notice>;
  if (error) return <ErrorNotice error={error} />;
  if (noSeat) return <Notice title={t('access.noSeat.title')}>{t('access.noSeat.detail')}</Notice>;
  if (!setup?.needed) return null;
  return (
    <Notice kind="info" title={t('auth.setupFirst.title')}>
      {t('auth.setupFirst.detail')}
    </Notice>
  );
}
