import { Select } from 'antd';
import { Field } from '../../../../ui/field.tsx';

/** A few short words of one's own: typed, then Enter. */
export function WordsField(props: {
  label: string;
  hint: string;
  value: readonly string[];
  most: number;
  disabled?: boolean;
  onChange: (value: string[]) => void;
}) {
  const { label, hint, value, most, disabled, onChange } = props;
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Select
          {...control}
          mode="tags"
          open={false}
          suffixIcon={null}
          disabled={disabled}
          maxCount={most}
          tokenSeparators={[',', '，', '、']}
          value={[...value]}
          onChange={(words: string[]) =>
            onChange(words.map((word) => word.trim().slice(0, 60)).filter((word) => word !== ''))
          }
        />
      )}
    </Field>
  );
}
