import type { ReactNode } from 'react';

/** A message in place: a failure (announced at once) or something worth knowing. */
export function Notice(props: { title: string; kind?: 'error' | 'info'; children?: ReactNode }) {
  const info = props.kind === 'info';
  return (
    <div className={`q-notice ${info ? 'q-notice-info' : ''}`} role={info ? 'note' : 'alert'}>
      <strong>{props.title}</strong>
      {props.children ? <p>{props.children}</p> : null}
    </div>
  );
}
