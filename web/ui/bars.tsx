import type { ReactNode } from 'react';

/** One part of a stacked bar; `render` wraps what opens the members behind it. */
export interface Segment {
  key: string;
  label: string;
  value: number;
  text: string;
  fill: string;
  mark?: ReactNode;
}

/** Parts of a whole as one bar; the widths are true, a part above 0 keeps at least a sliver. */
export function StackedBar(props: {
  label: string;
  segments: readonly Segment[];
  link: (segment: Segment, children: ReactNode, className: string) => ReactNode;
}) {
  const total = props.segments.reduce((sum, { value }) => sum + value, 0);
  return (
    <div className="q-stack" role="group" aria-label={props.label}>
      <div className="q-stack-bar" aria-hidden={total === 0}>
        {props.segments
          .filter(({ value }) => value > 0)
          .map((segment) => (
            <span
              key={segment.key}
              className="q-stack-part"
              style={{ flexGrow: segment.value, background: segment.fill }}
              title={`${segment.label} ${segment.text}`}
            />
          ))}
      </div>
      <ul className="q-stack-legend">
        {props.segments.map((segment) => (
          <li key={segment.key}>
            {props.link(
              segment,
              <>
                {segment.mark ?? <span className="q-dot" style={{ background: segment.fill }} />}
                <span className="q-stack-name">{segment.label}</span>
                <strong>{segment.text}</strong>
                <span className="q-faint q-small">{total ? `${Math.round((segment.value / total) * 100)}%` : ''}</span>
              </>,
              'q-stack-item',
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A score 0–100 as a bar; null is hatched and says so in words beside it. */
export function ScoreBar({ score, fill = 'var(--q-accent)' }: { score: number | null; fill?: string }) {
  return (
    <span className={`q-score ${score === null ? 'q-hatched' : ''}`} aria-hidden>
      {score === null ? null : <span style={{ width: `${Math.max(1, Math.min(100, score))}%`, background: fill }} />}
    </span>
  );
}
