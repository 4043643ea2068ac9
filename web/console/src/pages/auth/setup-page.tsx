import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setupBody } from '../../../../../src/modules/identity/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { ApiError } from '../../api/problem.ts';
import { redeemSetup, setupQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { passwordFault } from './password-fault.ts';

type Key = 'workspace' | 'name' | 'email' | 'password';

/** First run: the one-time owner link makes the workspace and its owner. */
export function SetupPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const client = useQueryClient();
  const { token } = useSearch({ from: '/setup' });
  const { data: setup } = useQuery(setupQuery);
  const [form, setForm] = useState({ workspace: '', name: '', email: '', password: '' });
  const [checked, setChecked] = useState(false);
  usePageTitle(t('auth.setup.title'));
  const body = setupBody.safeParse({ ...form, token });
  const faults = new Set(checked && !body.success ? body.error.issues.map(({ path }) => path[0]) : []);
  const make = useMutation({
    mutationFn: redeemSetup,
    onSuccess: async () => {
      client.clear();
      await router.navigate({ to: '/communities/new', replace: true });
    },
  });
  if (setup && !setup.needed) {
    return (
      <AuthFrame title={t('auth.setup.done')} lead={t('auth.setup.doneLead')}>
        <Button type="primary" size="large" block href="/signin">
          {t('auth.signIn')}
        </Button>
      </AuthFrame>
    );
  }
  const linkFault =
    !token ||
    faults.has('token') ||
    (make.error instanceof ApiError && [401, 403, 404, 410].includes(make.error.status));
  const refused = passwordFault(make.error, t);
  const field = (key: Key, type: 'text' | 'email' | 'password', autoComplete: string, hint?: string) => (
    <Field
      label={t(`auth.setup.${key}`)}
      hint={hint}
      error={faults.has(key) ? t(`auth.setup.fault.${key}`) : key === 'password' ? refused : undefined}
    >
      {(control) => {
        const Control = type === 'password' ? Input.Password : Input;
        return (
          <Control
            {...control}
            size="large"
            type={type}
            name={key}
            autoComplete={autoComplete}
            required
            value={form[key]}
            onChange={(event) => setForm({ ...form, [key]: event.target.value })}
          />
        );
      }}
    </Field>
  );
  return (
    <AuthFrame title={t('auth.setup.title')} lead={t('auth.setup.lead')}>
      <form
        noValidate
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (body.success) make.mutate(body.data);
        }}
      >
        {linkFault ? (
          <Notice title={t('auth.setup.badLink')}>{t('auth.setup.badLinkDetail')}</Notice>
        ) : refused ? null : (
          <ErrorNotice error={make.error} />
        )}
        {field('workspace', 'text', 'organization', t('auth.setup.workspaceHint'))}
        {field('name', 'text', 'name')}
        {field('email', 'email', 'username')}
        {field('password', 'password', 'new-password', t('auth.setup.passwordHint'))}
        <Button type="primary" size="large" htmlType="submit" block loading={make.isPending} disabled={!token}>
          {t('auth.setup.submit')}
        </Button>
      </form>
    </AuthFrame>
  );
}
