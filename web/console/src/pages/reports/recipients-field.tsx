import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Field } from '../../../../ui/field.tsx';

const address = z.email();

/** Addresses in a text with spaces, commas or semicolons between, each once. */
export const splitRecipients = (text: string): string[] => [...new Set(text.split(/[\s,;，；]+/u).filter(Boolean))];

/** The first that is no address; undefined where all are. */
export const wrongRecipient = (text: string): string | undefined =>
  splitRecipients(text).find((one) => !address.safeParse(one).success);

/** Where several addresses are written. */
export function RecipientsField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const wrong = wrongRecipient(value);
  return (
    <Field
      label={t('reports.recipients')}
      hint={t('reports.recipientsHint')}
      {...(wrong !== undefined && { error: t('reports.recipientsWrong', { what: wrong }) })}
    >
      {(control) => (
        <Input.TextArea
          {...control}
          autoSize={{ minRows: 1, maxRows: 4 }}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
