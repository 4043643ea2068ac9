import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../../../src/modules/connections/content.contract.ts';
import { Field } from '../../../../ui/field.tsx';

type Form = Extract<Content, { kind: 'template' }>;

/** Fills a form that a platform approved: its id there, and what stands in each of its fields. */
export function FormFields({ value, onChange }: { value: Form; onChange: (content: Form) => void }) {
  const { t } = useTranslation();
  const fields = Object.entries(value.fields);
  const put = (next: [string, string][]) => onChange({ ...value, fields: Object.fromEntries(next) });
  return (
    <>
      <Field label={t('messages.form')} hint={t('messages.formHint')}>
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            value={value.template}
            onChange={(event) => onChange({ ...value, template: event.target.value })}
          />
        )}
      </Field>
      <fieldset className="q-message-form">
        <legend>{t('messages.fields')}</legend>
        {fields.map(([name, text], at) => (
          // A field is told by its place: its name changes while it is typed.
          <div key={at}>
            <Input
              aria-label={t('messages.fieldName', { number: at + 1 })}
              maxLength={60}
              value={name}
              onChange={(event) => {
                const other = event.target.value;
                if (fields.every(([known]) => known !== other)) put(fields.with(at, [other, text]));
              }}
            />
            <Input
              aria-label={t('messages.fieldText', { number: at + 1 })}
              maxLength={2000}
              value={text}
              onChange={(event) => put(fields.with(at, [name, event.target.value]))}
            />
            <Button type="text" onClick={() => put(fields.toSpliced(at, 1))}>
              {t('messages.fieldRemove')}
            </Button>
          </div>
        ))}
        <Button size="small" onClick={() => put([...fields, [freeName(value.fields), '']])}>
          {t('messages.fieldAdd')}
        </Button>
      </fieldset>
      <Field label={t('messages.address')}>
        {(control) => (
          <Input
            {...control}
            type="url"
            maxLength={2000}
            placeholder="https://"
            value={value.url ?? ''}
            onChange={(event) => onChange({ ...value, url: event.target.value || null })}
          />
        )}
      </Field>
    </>
  );
}

/** WeChat names them thing1, thing2 …: the first that is not taken. */
function freeName(taken: Form['fields']): string {
  let number = 1;
  while (`thing${number}` in taken) number += 1;
  return `thing${number}`;
}
