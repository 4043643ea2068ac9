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
    const settle = () => {
      const now = document.activeElement;
      if (now !== held && now !== document.body) return true;
      const heading = page.querySelector('h1');
      if (!heading) return false;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      held = heading;
      return true;
    };
    // After the frame in which a menu or palette that led here gives the focus back to its button.
    let observer: MutationObserver | undefined;
    const start = setTimeout(() => {
      const kept = document.activeElement;
      if (kept?.closest('.q-top, .q-rail, .q-page')) held = kept;
      if (settle()) return;
      observer = new MutationObserver(() => settle() && observer?.disconnect());
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
