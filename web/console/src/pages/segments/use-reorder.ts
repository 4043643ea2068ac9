import { useState } from 'react';

/** An item moved to another place of a list; the rest keep their order. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, at) => at !== from);
  return from in items ? [...rest.slice(0, to), items[from]!, ...rest.slice(to)] : [...items];
}

/**
 * Puts a list into another order: by dragging a row, or with the arrow keys on its handle. The handle keeps the focus
 * as it moves; `said` is what a screen reader is told.
 */
export function useReorder(length: number, move: (from: number, to: number) => void) {
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const end = () => {
    setDragged(undefined);
    setOver(undefined);
  };
  const step = (from: number, to: number, handle: HTMLElement) => {
    if (to < 0 || to >= length) return;
    const list = handle.closest('[data-reorder]');
    move(from, to);
    // After the list is drawn in its new order.
    requestAnimationFrame(() => list?.querySelectorAll<HTMLElement>('[data-handle]')[to]?.focus());
  };
  return {
    dragged,
    /** The place where it would be dropped now. */
    over,
    row: (at: number) => ({
      onDragOver: (event: React.DragEvent) => {
        if (dragged === undefined) return;
        event.preventDefault();
        setOver(at);
      },
      onDrop: (event: React.DragEvent) => {
        event.preventDefault();
        if (dragged !== undefined && dragged !== at) move(dragged, at);
        end();
      },
    }),
    handle: (at: number) => ({
      'data-handle': true,
      draggable: true,
      onDragStart: (event: React.DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', String(at));
        const row = event.currentTarget.closest('li');
        if (row) event.dataTransfer.setDragImage(row, 12, 12);
        setDragged(at);
      },
      onDragEnd: end,
      onKeyDown: (event: React.KeyboardEvent<HTMLElement>) => {
        const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (by === 0) return;
        event.preventDefault();
        step(at, at + by, event.currentTarget);
      },
    }),
  };
}
