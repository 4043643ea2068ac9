import { useEffect, useState } from 'react';

/** Gives the focus back to where it was when something opened, once it is gone. */
export function useReturnFocus(): void {
  // As it is before the first field of what opens takes it.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}
