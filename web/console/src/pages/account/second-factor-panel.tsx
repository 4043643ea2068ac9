import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { disableSecondFactor, renewRecoveryCodes, secondFactorQuery } from '../../api/account.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx';

const FEW_LEFT = 3;

/** The authenticator app: set up, recovery codes, turn off. */
export function SecondFactorPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: state, error, refetch } = useQuery(secondFactorQuery);
  const [open, setOpen] = useState<'enrol' | 'renew' | 'disable'>();
  const [codes, setCodes] = useState<string[]>();
  const close = () => {
    setOpen(undefined);
    void refetch();
  };
  return (
    <section className="q-panel">
      <header className="q-panel-head">
        <h2>{t('account.factor.title')}</h2>
        {state?.enabled ? (
          <span className="q-panel-aside q-seat-safe">
            <SafetyCertificateOutlined aria-hidden /> {t('account.factor.on')}
          </span>
        ) : null}
      </header>
      {error ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !state ? (
        <Skeleton rows={3} />
      ) : (
        <div className="q-form">
          <p>{t('account.factor.what')}</p>
          {state.enabled ? (
            <p className="q-faint">
              {state.since ? t('account.factor.since', { when: format.instant(state.since) }) : null}{' '}
              {t('account.factor.left', { count: state.recoveryCodesLeft })}
            </p>
          ) : null}
          {state.enabled && state.recoveryCodesLeft <= FEW_LEFT ? <Notice title={t('account.factor.few')} /> : null}
          <div className="q-form-actions">
            {state.enabled ? (
              <>
                <Button onClick={() => setOpen('renew')}>{t('account.factor.renew')}</Button>
                <Button danger type="text" onClick={() => setOpen('disable')}>
                  {t('account.factor.disable')}
                </Button>
              </>
            ) : (
              <Button type="primary" onClick={() => setOpen('enrol')}>
                {t('account.factor.enable')}
              </Button>
            )}
          </div>
        </div>
      )}
      {open === 'enrol' ? <EnrolDialog onClose={close} onCodes={setCodes} /> : null}
      {open === 'renew' ? (
        <ConfirmPasswordDialog
          title={t('account.factor.renew')}
          detail={t('account.factor.renewDetail')}
          action={async (password) => setCodes((await renewRecoveryCodes(password)).recoveryCodes)}
          onClose={close}
        />
      ) : null}
      {open === 'disable' ? (
        <ConfirmPasswordDialog
          danger
          title={t('account.factor.disable')}
          detail={t('account.factor.disableDetail')}
          action={disableSecondFactor}
          onClose={close}
        />
      ) : null}
      {codes ? <RecoveryCodesDialog codes={codes} onClose={() => setCodes(undefined)} /> : null}
    </section>
  );
}
