import type { ReactNode } from 'react';

/** A figure that opens the members behind it. */
export function PeopleLink({ open, children, label }: { open: () => void; children: ReactNode; label?: string }) {
  return (
    <button type="button" className="q-people-link" aria-label={label} onClick={open}>
      {children}
    </button>
  );
}
