import { useState } from 'react';

const KEY = 'qunluo.members.columns';
const DEFAULT_HIDDEN: readonly string[] = ['influence'];

function stored(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return Array.isArray(value) ? value.map(String) : [...DEFAULT_HIDDEN];
  } catch {
    return [...DEFAULT_HIDDEN];
  }
}

/** Which columns are hidden; kept in this browser. */
export function useHiddenColumns(): [readonly string[], (hidden: readonly string[]) => void] {
  const [hidden, setHidden] = useState(stored);
  const choose = (next: readonly string[]) => {
    setHidden([...next]);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // Kept for this visit only where storage is refused.
    }
  };
  return [hidden, choose];
}
