import type { ReactNode } from 'react';

/** A figure that opens the members behind it; `label` says more of it to a screen reader. */
export function PeopleLink({ open, children, label }: { open: () => void; children: ReactNode; label?: string }) {
  return (
    <button type="button" className="q-people-link" onClick={open}>
      {children}
      {label ? <span className="q-hidden"> {label}</span> : null}
    </button>
  );
}
