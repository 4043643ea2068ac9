import { useId, type ReactNode } from 'react';

/** A labelled control with its hint and its fault, tied together for assistive technology. */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  error?: string;
  children: (control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean;
    status?: 'error';
  }) => ReactNode;
}) {
  const id = useId();
  const described = [props.error && `${id}-error`, props.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  return (
    <div className="q-field">
      <label htmlFor={id}>{props.label}</label>
      {props.children({
        id,
        'aria-describedby': described,
        'aria-invalid': Boolean(props.error),
        ...(props.error ? { status: 'error' as const } : {}),
      })}
      {props.error ? (
        <p className="q-field-error" id={`${id}-error`}>
          {props.error}
        </p>
      ) : null}
      {props.hint ? (
        <p className="q-field-hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      ) : null}
    </div>
  );
}
