const KEY = 'qunluo.tour';

/** Ids of the operators who have seen or skipped the tour in this browser. */
function seen(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.map(String) : [];
  } catch {
    return [];
  }
}

/** Whether an operator has seen or skipped the tour. Kept in the browser: it is about this screen, and nobody else's. */
export const hasSeenTour = (operatorId: string): boolean => seen().includes(operatorId);

/** Remembers that the tour need not be offered to the operator again. */
export function rememberTour(operatorId: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set([...seen(), operatorId])]));
  } catch {
    // Storage may be refused; it is then offered again at the next visit.
  }
}
