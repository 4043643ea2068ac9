import { useState } from 'react';
import { moved, useReorder } from './use-reorder.ts';

/**
 * A list that is put into another order by hand: shown as it was put at once, until `save` says that it is kept.
 * `save` gets the ids in their new order, and what to call then.
 */
export function useSavedOrder<Item extends { id: string }>(
  items: readonly Item[],
  save: (ids: string[], kept: { onSuccess: () => void }) => void,
) {
  const [order, setOrder] = useState<string[]>();
  const sorted = order ? [...items].toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)) : items;
  const reorder = useReorder(items.length, (from, to) => {
    const ids = moved(
      sorted.map(({ id }) => id),
      from,
      to,
    );
    setOrder(ids);
    save(ids, { onSuccess: () => setOrder(undefined) });
  });
  return { sorted, reorder };
}
