import type { ReactNode } from 'react';
import { Explain, type Explanation } from './explain.tsx';

/** One number with its name, a line of context and the way to its definition. */
export function Figure(props: { label: string; value: ReactNode; sub?: ReactNode; explain?: Explanation }) {
  return (
    <div className="q-figure">
      <div className="q-figure-label">
        {props.label}
        {props.explain ? <Explain of={props.explain} /> : null}
      </div>
      <div className="q-figure-value">{props.value}</div>
      {props.sub ? <div className="q-figure-sub">{props.sub}</div> : null}
    </div>
  );
}

/** A titled part of a page. `aside` sits at the right of the title, `explain` beside it. */
export function Panel(props: {
  title: ReactNode;
  explain?: Explanation;
  aside?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
  className?: string;
  id?: string;
}) {
  return (
    <section className={`q-panel ${props.className ?? ''}`} id={props.id}>
      <header className="q-panel-head">
        <h2>
          {props.title}
          {props.explain ? <Explain of={props.explain} /> : null}
        </h2>
        {props.aside ? <div className="q-panel-aside">{props.aside}</div> : null}
      </header>
      {props.note ? <p className="q-panel-note">{props.note}</p> : null}
      {props.children}
    </section>
  );
}
