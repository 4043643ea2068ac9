import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';

/** A password that can be shown, pasted and filled in by a password manager. `isNew` says what a good one is. */
export function PasswordField(props: {
  label?: string;
  name?: string;
  isNew?: boolean;
  value: string;
  error?: string;
  size?: 'large';
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Field
      label={props.label ?? t('auth.password')}
      hint={props.isNew ? t('auth.setup.passwordHint') : undefined}
      error={props.error}
    >
      {(control) => (
        <Input.Password
          {...control}
          size={props.size}
          name={props.name ?? 'password'}
          autoComplete={props.isNew ? 'new-password' : 'current-password'}
          required
          maxLength={128}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
