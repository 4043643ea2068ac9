import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { lookReply } from '../../../../../src/modules/identity/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { acceptInvitation, invitationQuery } from '../../api/account.ts';
import { ApiError } from '../../api/problem.ts';
import { signIn } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { CodeStep } from './code-step.tsx';
import { useLinkSecret } from './link-secret.ts';
import { passwordFault } from './password-fault.ts';
import { PasswordField } from './password-field.tsx';

type Invitation = z.infer<typeof lookReply>;

/** Accepts an invitation: with a new account, or by signing in to the one the e-mail has. */
export function InvitePage() {
  const { t } = useTranslation();
  const token = useLinkSecret();
  const { data: invitation, error } = useQuery({ ...invitationQuery(token), enabled: token !== '' });
  usePageTitle(t('access.invite.title'));
  if (!token || error) {
    const badLink = !token || (error instanceof ApiError && error.status === 410);
    return (
      <AuthFrame title={t('access.invite.title')} lead={t('access.invite.leadBare')}>
        {badLink ? (
          <Notice title={t('access.badLink.title')}>{t('access.badLink.inviteDetail')}</Notice>
        ) : (
          <ErrorNotice error={error} />
        )}
      </AuthFrame>
    );
  }
  if (!invitation) {
    return (
      <AuthFrame title={t('access.invite.title')} lead={t('access.invite.leadBare')}>
        <Skeleton rows={4} height={22} />
      </AuthFrame>
    );
  }
  const role = t(`role.${invitation.role}`);
  const lead = invitation.invitedBy
    ? t('access.invite.lead', { by: invitation.invitedBy, role })
    : t('access.invite.leadRole', { role });
  return (
    <AuthFrame title={t('access.invite.to', { workspace: invitation.workspace })} lead={lead}>
      {invitation.account ? (
        <AsOperator token={token} invitation={invitation} />
      ) : (
        <AsNewcomer token={token} invitation={invitation} />
      )}
    </AuthFrame>
  );
}

function useEnter() {
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    client.clear();
    await router.navigate({ to: '/', replace: true });
  };
}

function EmailShown({ email }: { email: string }) {
  const { t } = useTranslation();
  return (
    <Field label={t('auth.email')}>
      {(control) => <Input {...control} size="large" name="email" autoComplete="username" readOnly value={email} />}
    </Field>
  );
}

function AsNewcomer({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useMutation({ mutationFn: () => acceptInvitation({ token, name, password }), onSuccess: enter });
  const fault = passwordFault(accept.error, t);
  return (
    <form
      className="q-form"
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate();
      }}
    >
      {fault ? null : <ErrorNotice error={accept.error} />}
      <EmailShown email={invitation.email} />
      <Field label={t('auth.setup.name')}>
        {(control) => (
          <Input
            {...control}
            size="large"
            name="name"
            autoComplete="name"
            required
            autoFocus
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <PasswordField size="large" isNew value={password} onChange={setPassword} error={fault} />
      <Button type="primary" size="large" htmlType="submit" block loading={accept.isPending}>
        {t('access.invite.accept')}
      </Button>
    </form>
  );
}

function AsOperator({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const [password, setPassword] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const accept = useMutation({
    mutationFn: async (code?: string) => {
      await signIn(invitation.email, password, code);
      return acceptInvitation({ token });
    },
    onSuccess: enter,
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'second_step_needed') setAsksCode(true);
    },
  });
  if (asksCode) {
    return (
      <CodeStep
        pending={accept.isPending}
        error={accept.error}
        onCode={(code) => accept.mutate(code)}
        onBack={() => setAsksCode(false)}
      />
    );
  }
  const wrong = accept.error instanceof ApiError && accept.error.code === 'invalid_email_or_password';
  return (
    <form
      className="q-form"
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate(undefined);
      }}
    >
      {wrong ? null : <ErrorNotice error={accept.error} />}
      <Notice kind="info" title={t('access.invite.haveAccount')}>
        {t('access.invite.haveAccountDetail')}
      </Notice>
      <EmailShown email={invitation.email} />
      <PasswordField
        size="large"
        value={password}
        onChange={setPassword}
        error={wrong ? t('access.wrongPassword') : undefined}
      />
      <Button type="primary" size="large" htmlType="submit" block loading={accept.isPending}>
        {t('access.invite.signInAndAccept')}
      </Button>
    </form>
  );
}
