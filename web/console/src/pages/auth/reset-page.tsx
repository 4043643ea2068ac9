import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { resetPassword } from '../../api/account.ts';
import { ApiError } from '../../api/problem.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useLinkSecret } from './link-secret.ts';
import { passwordFault } from './password-fault.ts';
import { PasswordField } from './password-field.tsx';

/** A new password with a one-time link. */
export function ResetPage() {
  const { t } = useTranslation();
  const token = useLinkSecret();
  const [password, setPassword] = useState('');
  usePageTitle(t('access.reset.title'));
  const reset = useMutation({ mutationFn: () => resetPassword(token, password) });
  const fault = passwordFault(reset.error, t);
  const badLink = !token || (reset.error instanceof ApiError && reset.error.status === 410);
  if (reset.isSuccess) {
    return (
      <AuthFrame title={t('access.reset.done')} lead={t('access.reset.doneLead')}>
        <Button type="primary" size="large" block href="/signin">
          {t('auth.signIn')}
        </Button>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={t('access.reset.title')} lead={t('access.reset.lead')}>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate();
        }}
      >
        {badLink ? (
          <Notice title={t('access.badLink.title')}>{t('access.badLink.detail')}</Notice>
        ) : fault ? null : (
          <ErrorNotice error={reset.error} />
        )}
        <PasswordField
          size="large"
          isNew
          label={t('access.newPassword')}
          value={password}
          onChange={setPassword}
          error={fault}
        />
        <Button type="primary" size="large" htmlType="submit" block loading={reset.isPending} disabled={!token}>
          {t('access.reset.submit')}
        </Button>
      </form>
    </AuthFrame>
  );
}
