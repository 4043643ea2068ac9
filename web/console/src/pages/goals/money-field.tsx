import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { parseMoney } from '../../../../../src/kernel/money.ts';
import { Field } from '../../../../ui/field.tsx';

/** A field for an amount; what is no amount of the currency is said at once. */
export function MoneyField(props: {
  label: string;
  currency: string;
  value: string;
  hint?: string;
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  const { label, currency, value, hint, onChange } = props;
  const wrong = value.trim() !== '' && parseMoney(value, currency) === undefined;
  return (
    <Field label={label} {...(hint && { hint })} {...(wrong && { error: t('goals.budget.amountWrong', { currency }) })}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          suffix={currency}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
