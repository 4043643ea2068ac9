const KEY = 'qunluo.community';

/** Key of the community that was looked at last in this browser. */
export function lastCommunity(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Remembers the community for the next visit. */
export function rememberCommunity(key: string): void {
  try {
    localStorage.setItem(KEY, key);
  } catch {
    // Storage may be refused; the first community is then opened.
  }
}
