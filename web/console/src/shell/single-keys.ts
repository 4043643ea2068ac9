const KEY = 'qunluo.single-keys';

/** Whether keys without Ctrl or ⌘ do something; people who dictate or press keys by chance switch it off (WCAG 2.1.4). */
export const singleKeys = {
  on(): boolean {
    try {
      return localStorage.getItem(KEY) !== 'off';
    } catch {
      return true;
    }
  },
  set(on: boolean): void {
    try {
      localStorage.setItem(KEY, on ? 'on' : 'off');
    } catch {
      // Kept nowhere where storage is refused.
    }
  },
};
