import { useEffect, useRef } from 'react';

const PATIENCE_MS = 5000;

/**
 * Moves the focus to the heading of a page that was navigated to, so that keyboard and screen reader start there. Waits
 * for a heading that comes with the data; leaves the focus alone as soon as somebody put it elsewhere.
 */
export function useFocusHeading(path: string): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return undefined;
    }
    const page = document.getElementById('page');
    if (!page) return undefined;
    let held: Element | null = page;
    page.focus({ preventScroll: true });
    const follow = () => {
      const now = document.activeElement;
      // Whoever put the focus elsewhere keeps it; a heading that was replaced with the data takes it along.
      if (now !== held && now !== document.body) return false;
      const heading = page.querySelector('h1');
      if (!heading || heading === now) return true;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      held = heading;
      return true;
    };
    let observer: MutationObserver | undefined;
    // After the frame in which a menu or palette that led here gives the focus back to its button.
    const start = setTimeout(() => {
      const kept = document.activeElement;
      if (kept?.closest('.q-top, .q-rail, .q-page')) held = kept;
      if (!follow()) return;
      observer = new MutationObserver(() => {
        if (!follow()) observer?.disconnect();
      });
      observer.observe(page, { childList: true, subtree: true });
    }, 50);
    const stop = setTimeout(() => observer?.disconnect(), PATIENCE_MS);
    return () => {
      clearTimeout(start);
      clearTimeout(stop);
      observer?.disconnect();
    };
  }, [path]);
}
