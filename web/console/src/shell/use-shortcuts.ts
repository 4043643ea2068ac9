import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Community } from '../../../../src/modules/communities/contract.ts';
import { singleKeys } from './single-keys.ts';

const SEQUENCE_MS = 1200;

/** Pages that `g` and a letter lead to. */
export const GO_TO = { o: 'overview', m: 'members', g: 'groups', i: 'imports' } as const;
export type GoKey = keyof typeof GO_TO;

interface Actions {
  community: Community | undefined;
  openPalette(): void;
  togglePalette(): void;
  openHelp(): void;
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input, textarea, select, [role=combobox], [role=menu], .ant-modal') !== null);

/** The keyboard of the whole console: Ctrl/⌘K, `?`, `/`, and `g` with a letter. Single keys can be switched off. */
export function useShortcuts(actions: Actions): void {
  const navigate = useNavigate();
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    let started = 0;
    const go = (key: string) => {
      const { community } = current.current;
      if (!community || !(key in GO_TO)) return false;
      const page = GO_TO[key as GoKey];
      const params = { community: community.key };
      if (page === 'overview') void navigate({ to: '/c/$community', params });
      else void navigate({ to: `/c/$community/${page}`, params });
      return true;
    };
    const listen = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (key === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        current.current.togglePalette();
        return;
      }
      if (!singleKeys.on() || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
      if (Date.now() - started < SEQUENCE_MS) {
        started = 0;
        if (go(key)) event.preventDefault();
      } else if (key === 'g') {
        started = Date.now();
      } else if (event.key === '?') {
        event.preventDefault();
        current.current.openHelp();
      } else if (key === '/') {
        event.preventDefault();
        current.current.openPalette();
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [navigate]);
}
