import { useSyncExternalStore } from 'react';

const KEY = 'qunluo.density';
export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

const listeners = new Set<() => void>();

const stored = (): Density => {
  try {
    return localStorage.getItem(KEY) === 'compact' ? 'compact' : 'comfortable';
  } catch {
    return 'comfortable';
  }
};

let density: Density = typeof window === 'undefined' ? 'comfortable' : stored();

/** Chooses how much room things take, keeps it for the next visit and shows it at once. */
export function chooseDensity(next: Density): void {
  density = next;
  document.documentElement.dataset.density = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Kept for this visit only where storage is refused.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** How much room things take. */
export const useDensity = (): Density => useSyncExternalStore(subscribe, () => density);
