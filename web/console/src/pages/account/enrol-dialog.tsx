import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, QRCode } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { beginSecondFactor, confirmSecondFactor } from '../../api/account.ts';
import { ApiError } from '../../api/problem.ts';
import { meQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { PasswordField } from '../auth/password-field.tsx';

/** Sets an authenticator app up: the password, the QR code, a first code; then the recovery codes are handed on. */
export function EnrolDialog({ onClose, onCodes }: { onClose: () => void; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => beginSecondFactor(password) });
  const confirm = useMutation({
    mutationFn: () => confirmSecondFactor(code),
    onSuccess: async ({ recoveryCodes }) => {
      onClose();
      onCodes(recoveryCodes);
      await client.invalidateQueries(meQuery);
    },
  });
  const begun = begin.data;
  const wrong = begin.error instanceof ApiError && begin.error.code === 'invalid_password';
  const refused = confirm.error instanceof ApiError && confirm.error.code === 'code_refused';
  const go = () => (begun ? confirm.mutate() : begin.mutate());
  return (
    <Modal
      open
      title={t('account.factor.enable')}
      onCancel={onClose}
      okText={t(begun ? 'account.factor.confirm' : 'account.factor.next')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: begun ? !code : !password, loading: begin.isPending || confirm.isPending }}
      onOk={go}
    >
      <form
        className="q-form q-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <ErrorNotice error={wrong || refused ? undefined : (begin.error ?? confirm.error)} />
        {begun ? (
          <>
            <p>{t('account.factor.scan')}</p>
            <div className="q-qr">
              <QRCode type="svg" value={begun.uri} size={176} color="#000" bgColor="#fff" />
              <div>
                <p className="q-faint">{t('account.factor.typeIn')}</p>
                <code data-test="totp-secret">{begun.secret.match(/.{1,4}/g)?.join(' ')}</code>
              </div>
            </div>
            <Field label={t('access.code.label')} error={refused ? t('access.code.refused.detail') : undefined}>
              {(control) => (
                <Input
                  {...control}
                  name="code"
                  autoFocus
                  autoComplete="one-time-code"
                  inputMode="numeric"
                  maxLength={7}
                  placeholder="123456"
                  value={code}
                  onChange={(event) => setCode(event.target.value)}
                />
              )}
            </Field>
          </>
        ) : (
          <>
            <p>{t('account.factor.begin')}</p>
            <PasswordField
              label={t('account.password.present')}
              value={password}
              onChange={setPassword}
              error={wrong ? t('access.wrongPassword') : undefined}
            />
          </>
        )}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
