import type { ReactNode } from 'react';

const RADIUS = 52;
const SWEEP = 0.75;
const LENGTH = 2 * Math.PI * RADIUS;

/** A score 0–100 as three quarters of a ring, with ticks where the bands begin. */
export function Dial(props: {
  score: number | null;
  fill: string;
  label: string;
  children: ReactNode;
  ticks: readonly number[];
}) {
  const shown = props.score === null ? 0 : props.score / 100;
  return (
    <div className="q-dial" role="img" aria-label={props.label}>
      <svg viewBox="0 0 128 128" aria-hidden>
        <g fill="none" strokeWidth="11" strokeLinecap="round" transform="rotate(135 64 64)">
          <circle cx="64" cy="64" r={RADIUS} stroke="var(--q-sunken)" strokeDasharray={`${LENGTH * SWEEP} ${LENGTH}`} />
          {props.score === null ? null : (
            <circle
              cx="64"
              cy="64"
              r={RADIUS}
              stroke={props.fill}
              strokeDasharray={`${Math.max(0.1, LENGTH * SWEEP * shown)} ${LENGTH}`}
            />
          )}
          {props.ticks.map((tick) => (
            <line
              key={tick}
              x1={64 + RADIUS - 5.5}
              x2={64 + RADIUS + 5.5}
              y1="64"
              y2="64"
              stroke="var(--q-surface)"
              strokeWidth="2"
              strokeLinecap="butt"
              transform={`rotate(${tick * 2.7} 64 64)`}
            />
          ))}
        </g>
      </svg>
      <div className="q-dial-text">{props.children}</div>
    </div>
  );
}
