import type { ReactNode } from 'react';
import { drawBars } from '../../../../ui/chart/draw-bars.ts';
import { usePicture } from '../../../../ui/chart/picture.ts';

export interface BarLine {
  key: string;
  name: string;
  value: number;
  text: string;
  sub?: ReactNode;
  open?: (() => void) | undefined;
  fill?: string;
}

/** Named bars one below the other, from zero; the figure of each opens the members behind it. */
export function BarList({ lines, max }: { lines: readonly BarLine[]; max?: number }) {
  usePicture((colours) => drawBars(lines, colours));
  const most = Math.max(1e-9, max ?? 0, ...lines.map(({ value }) => value));
  return (
    <ul className="q-bar-list">
      {lines.map(({ key, name, value, text, sub, open, fill }) => {
        const inner = (
          <>
            <span className="q-bar-name">{name}</span>
            <span className="q-bar-track" aria-hidden>
              <span style={{ width: `${(100 * Math.max(0, value)) / most}%`, ...(fill ? { background: fill } : {}) }} />
            </span>
            <strong className="q-bar-text">{text}</strong>
            {sub ? <span className="q-bar-sub q-faint q-small">{sub}</span> : null}
          </>
        );
        return (
          <li key={key}>
            {open ? (
              <button type="button" className="q-bar-line" onClick={open}>
                {inner}
              </button>
            ) : (
              <div className="q-bar-line">{inner}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
