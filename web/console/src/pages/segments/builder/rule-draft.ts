import { createContext, use, useCallback, useMemo, useState } from 'react';
import type { NodeFault } from './rule-faults.ts';
import type { GroupNode, Path } from './rule-tree.ts';

const MOST_STEPS = 100;

/** A rule while it is edited, with the way back. */
export function useRuleDraft(initial: GroupNode) {
  const [{ root, past }, setState] = useState({ root: initial, past: [] as readonly GroupNode[] });
  const set = useCallback(
    (next: GroupNode) => setState((now) => ({ root: next, past: [...now.past.slice(1 - MOST_STEPS), now.root] })),
    [],
  );
  const undo = useCallback(
    () => setState((now) => (now.past.length > 0 ? { root: now.past.at(-1)!, past: now.past.slice(0, -1) } : now)),
    [],
  );
  return useMemo(() => ({ root, set, undo: past.length > 0 ? undo : undefined }), [root, set, undo, past.length]);
}

/** Where a dragged node would go. */
export type Drop = { group: Path; at: number };

export interface Editing {
  root: GroupNode;
  set: (root: GroupNode) => void;
  faults: readonly NodeFault[];
  /** The node that is dragged now, and where it would be dropped. */
  drag: Path | undefined;
  drop: Drop | undefined;
  setDrag: (path: Path | undefined) => void;
  setDrop: (drop: Drop | undefined) => void;
  /** Tells a screen reader what became of a move. */
  announce: (text: string) => void;
}

const Context = createContext<Editing | undefined>(undefined);
export const EditingProvider = Context.Provider;

/** The rule that is edited, inside of a builder. */
export function useEditing(): Editing {
  const editing = use(Context);
  if (!editing) throw new Error('outside of a rule builder');
  return editing;
}

export const samePath = (a: Path | undefined, b: Path): boolean =>
  a !== undefined && a.length === b.length && a.every((at, place) => at === b[place]);

export const pathKey = (path: Path): string => path.join('.');
