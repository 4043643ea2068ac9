import { Input } from 'antd';
import type { ReactNode } from 'react';
import { Field } from '../../../../ui/field.tsx';
import './fields.css';

/** A labelled text of one line or of several. */
export function TextField(props: {
  label: string;
  name: string;
  value: string;
  most: number;
  hint?: ReactNode;
  error?: string;
  placeholder?: string;
  rows?: number;
  autoFocus?: boolean;
  disabled?: boolean;
  onChange: (value: string) => void;
}) {
  const { label, hint, error, rows, most, onChange, ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) =>
        rows ? (
          <Input.TextArea
            {...control}
            {...rest}
            maxLength={most}
            autoSize={{ minRows: rows, maxRows: rows + 10 }}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Input {...control} {...rest} maxLength={most} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </Field>
  );
}
