import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let reachable = true;

/** Whether the last request reached the server. */
export function noteReachable(next: boolean): void {
  if (next === reachable) return;
  reachable = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Whether the server can be reached, as far as the requests of this page tell. */
export const useReachable = (): boolean => useSyncExternalStore(subscribe, () => reachable);

/** Asks the server whether it is there; true when it answers at all. */
export async function knock(): Promise<boolean> {
  try {
    await fetch('/healthz', { cache: 'no-store' });
    noteReachable(true);
    return true;
  } catch {
    return false;
  }
}
