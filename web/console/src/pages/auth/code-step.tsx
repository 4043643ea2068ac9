import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { ApiError } from '../../api/problem.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

/** The second step of signing in: the code of the app, or a recovery code when the app is lost. */
export function CodeStep(props: {
  pending: boolean;
  error: unknown;
  onCode: (code: string) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState(false);
  const { error } = props;
  const asked = error instanceof ApiError && error.code === 'second_step_needed';
  const refused = error instanceof ApiError && error.code === 'code_refused';
  return (
    <form
      className="q-form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onCode(code);
      }}
    >
      {refused ? (
        <Notice title={t('access.code.refused.title')}>{t('access.code.refused.detail')}</Notice>
      ) : asked ? null : (
        <ErrorNotice error={error} />
      )}
      <Field label={t(recovery ? 'access.code.recovery' : 'access.code.label')}>
        {(control) => (
          <Input
            {...control}
            key={String(recovery)}
            size="large"
            name="code"
            autoFocus
            required
            autoComplete="one-time-code"
            inputMode={recovery ? 'text' : 'numeric'}
            maxLength={recovery ? 40 : 7}
            placeholder={recovery ? 'XXXX-XXXX-XXXX-XXXX-XXXX-XXXX' : '123456'}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      <Button type="primary" size="large" htmlType="submit" block loading={props.pending}>
        {t('auth.signIn')}
      </Button>
      <p className="q-auth-foot">
        <Button
          type="link"
          onClick={() => {
            setRecovery(!recovery);
            setCode('');
          }}
        >
          {t(recovery ? 'access.code.useApp' : 'access.code.useRecovery')}
        </Button>
        <Button type="link" onClick={props.onBack}>
          {t('access.code.back')}
        </Button>
      </p>
    </form>
  );
}
