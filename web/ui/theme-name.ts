import { useSyncExternalStore } from 'react';
import type { ThemeName } from './tokens.ts';

const KEY = 'qunluo.theme';
const listeners = new Set<() => void>();

/** What the reader chose: a theme, or the system's. */
export type ThemeChoice = ThemeName | 'system';

const stored = (): ThemeChoice => {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
};

/** Paper is light, whatever the screen is. */
let printing = false;

const resolve = (choice: ThemeChoice): ThemeName =>
  printing
    ? 'light'
    : choice === 'system'
      ? matchMedia('(prefers-color-scheme: dark)').matches
        ? 'dark'
        : 'light'
      : choice;

let choice: ThemeChoice = typeof window === 'undefined' ? 'light' : stored();

function apply(): void {
  document.documentElement.dataset.theme = resolve(choice);
  for (const listener of listeners) listener();
}

if (typeof window !== 'undefined') {
  const print = (now: boolean) => () => {
    printing = now;
    apply();
  };
  window.addEventListener('beforeprint', print(true));
  window.addEventListener('afterprint', print(false));
}

/** Chooses the theme, keeps it for the next visit and shows it at once. */
export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Kept for this visit only where storage is refused.
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  listeners.add(listener);
  media.addEventListener('change', apply);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', apply);
  };
}

/** The theme on show. */
export const useThemeName = (): ThemeName => useSyncExternalStore(subscribe, () => resolve(choice));

/** What was chosen, `system` included. */
export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, () => choice);
