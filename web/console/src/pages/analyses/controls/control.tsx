import { Select } from 'antd';
import type { ReactNode } from 'react';

/** A named control of the bar of parameters; the name stands above it. */
export function Control({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="q-control">
      <span aria-hidden>{label}</span>
      {children}
    </div>
  );
}

/** One of a few, with its name above. `none` is what stands there while nothing is chosen, and allows to clear. */
export function Choice<Value extends string | number>(props: {
  label: string;
  value: Value | undefined;
  options: readonly { value: Value; label: ReactNode; text?: string }[];
  onChange: (value: Value | undefined) => void;
  none?: string;
}) {
  const { label, value, options, none } = props;
  return (
    <Control label={label}>
      <Select
        aria-label={label}
        value={value ?? null}
        placeholder={none}
        allowClear={none !== undefined && value !== undefined}
        popupMatchSelectWidth={false}
        options={options.map((option) => ({ ...option }))}
        {...(options.length > 8 ? { showSearch: { optionFilterProp: 'text' } } : {})}
        onChange={(next: Value | null) => props.onChange(next ?? undefined)}
      />
    </Control>
  );
}
