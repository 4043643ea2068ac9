import { Input, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Field as FormField } from '../../../../../src/modules/connections/connector.contract.ts';
import type { FormSettings } from '../../../../../src/modules/connections/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { ApiError } from '../../api/problem.ts';
import { useBoth } from './use-both.ts';

/** What a field holds before anybody wrote in it. */
export const initialSettings = (fields: readonly FormField[]): FormSettings =>
  Object.fromEntries(fields.flatMap(({ key, initial }) => (initial === undefined ? [] : [[key, initial]])));

/** What a server said of each field: `/body/settings/token` → `token`. */
export function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.faults.map(({ where, what }) => [where.split('/').at(-1)!, what]));
}

/** Whether every field that is needed has something; a secret that is kept counts. */
export const isFilled = (
  fields: readonly FormField[],
  settings: FormSettings,
  secretsSet: readonly string[],
): boolean =>
  fields.every(({ key, required }) => !required || (settings[key] ?? '') !== '' || secretsSet.includes(key));

type Props = {
  fields: readonly FormField[];
  value: FormSettings;
  onChange: (settings: FormSettings) => void;
  /** Keys of the secrets that the server keeps. */
  secretsSet?: readonly string[];
  faults?: Record<string, string>;
};

/** The form of a connector, made of what it declares; what few need is folded away. */
export function ConnectorFields({ fields, ...rest }: Props) {
  const { t } = useTranslation();
  const plain = fields.filter(({ advanced }) => !advanced);
  const advanced = fields.filter((field) => field.advanced);
  return (
    <>
      {plain.map((field) => (
        <OneField key={field.key} field={field} {...rest} />
      ))}
      {advanced.length > 0 ? (
        <details className="q-connection-more" open={advanced.some(({ key }) => rest.faults?.[key]) || undefined}>
          <summary>{t('connections.advanced')}</summary>
          <div className="q-form">
            {advanced.map((field) => (
              <OneField key={field.key} field={field} {...rest} />
            ))}
          </div>
        </details>
      ) : null}
    </>
  );
}

function OneField({
  field,
  value,
  onChange,
  secretsSet = [],
  faults = {},
}: Omit<Props, 'fields'> & { field: FormField }) {
  const { t } = useTranslation();
  const both = useBoth();
  const { key, kind, placeholder } = field;
  const current = value[key];
  const set = (next: string | number | boolean | null) => onChange({ ...value, [key]: next });
  const label = field.required ? both(field.label) : t('connections.optional', { label: both(field.label) });
  const kept = kind === 'secret' && secretsSet.includes(key);
  return (
    <Field
      label={label}
      hint={field.help ? both(field.help) : undefined}
      {...(faults[key] ? { error: faults[key] } : {})}
    >
      {(control) => {
        if (kind === 'switch')
          return (
            <span>
              <Switch id={control.id} checked={current === true} onChange={set} />
            </span>
          );
        if (kind === 'number')
          return (
            <InputNumber
              {...control}
              className="q-connection-number"
              value={typeof current === 'number' ? current : null}
              onChange={set}
              {...(placeholder && { placeholder })}
            />
          );
        if (kind === 'choice')
          return (
            <Select
              id={control.id}
              value={typeof current === 'string' ? current : null}
              onChange={set}
              options={(field.choices ?? []).map((choice) => ({ value: choice.value, label: both(choice.label) }))}
            />
          );
        const text = typeof current === 'string' ? current : '';
        const change = (event: { target: { value: string } }) => set(event.target.value);
        if (kind === 'lines')
          return (
            <Input.TextArea
              {...control}
              autoSize={{ minRows: 3, maxRows: 16 }}
              value={text}
              placeholder={placeholder ?? ''}
              onChange={change}
            />
          );
        if (kind === 'secret')
          return (
            <Input.Password
              {...control}
              autoComplete="new-password"
              value={text}
              placeholder={kept ? t('connections.secretKept') : (placeholder ?? '')}
              onChange={change}
            />
          );
        return (
          <Input
            {...control}
            // Not of type url: a server's name alone is an address too, and the server says what is wrong with one.
            inputMode={kind === 'address' ? 'url' : 'text'}
            autoComplete="off"
            value={text}
            placeholder={placeholder ?? ''}
            onChange={change}
          />
        );
      }}
    </Field>
  );
}
