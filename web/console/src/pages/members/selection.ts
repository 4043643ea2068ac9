import { useCallback, useEffect, useState } from 'react';
import type { Selection } from '../../../../../src/modules/bulk/contract.ts';
import type { MemberSearch } from './member-search.ts';

/** Who is selected: some by id, or all of the filter but some. */
export type Picked = { all: false; ids: ReadonlySet<string> } | { all: true; except: ReadonlySet<string> };

const NONE: Picked = { all: false, ids: new Set() };

const toggled = (set: ReadonlySet<string>, id: string): Set<string> => {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
};

/** The selection of a list; another filter empties it. */
export function useSelection(search: MemberSearch) {
  const [picked, setPicked] = useState<Picked>(NONE);
  const filter = JSON.stringify({ ...search, sort: undefined, order: undefined });
  useEffect(() => setPicked(NONE), [filter]);
  return {
    picked,
    isPicked: (id: string): boolean => (picked.all ? !picked.except.has(id) : picked.ids.has(id)),
    toggle: useCallback(
      (id: string) =>
        setPicked((now) =>
          now.all ? { all: true, except: toggled(now.except, id) } : { all: false, ids: toggled(now.ids, id) },
        ),
      [],
    ),
    pick: useCallback((ids: readonly string[]) => setPicked({ all: false, ids: new Set(ids) }), []),
    pickAll: useCallback(() => setPicked({ all: true, except: new Set() }), []),
    clear: useCallback(() => setPicked(NONE), []),
  };
}

export const pickedCount = (picked: Picked, total: number): number =>
  picked.all ? total - picked.except.size : picked.ids.size;

/** The selection as the server takes it. */
export function selectionOf(picked: Picked, search: MemberSearch): Selection {
  const filter = { ...search, sort: undefined, order: undefined };
  return picked.all ? { filter: filter as never, except: [...picked.except] } : { ids: [...picked.ids] };
}
