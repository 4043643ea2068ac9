import { InputNumber } from 'antd';
import { useEffect, useState } from 'react';
import { Control } from './control.tsx';

/** A whole number between two limits; taken over when one leaves the field or presses Enter, so that not each digit asks the server. */
export function NumberChoice(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  unit?: string;
  onChange: (value: number) => void;
}) {
  const { label, value, min, max, unit } = props;
  const [typed, setTyped] = useState<number | null>(value);
  useEffect(() => setTyped(value), [value]);
  const take = () => {
    if (typed === null) setTyped(value);
    else if (typed !== value) props.onChange(typed);
  };
  return (
    <Control label={label}>
      <InputNumber
        aria-label={label}
        className="q-control-number"
        min={min}
        max={max}
        precision={0}
        value={typed}
        suffix={unit}
        onChange={setTyped}
        onBlur={take}
        onPressEnter={take}
      />
    </Control>
  );
}
