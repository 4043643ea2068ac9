import { useRef } from 'react';
import type { Point, Stage } from './stage.ts';

/** Dragging, pinching and the wheel move the stage; a press that did not move is a press. */
export function useGestures(
  stage: React.RefObject<Stage | undefined>,
  { onPress, onHover }: { onPress: (at: Point) => void; onHover: (at: Point | undefined) => void },
) {
  const pointers = useRef(new Map<number, Point>());
  const moved = useRef(0);
  return {
    onPointerDown: (event: React.PointerEvent<HTMLCanvasElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
      if (pointers.current.size === 1) moved.current = 0;
    },
    onPointerMove: (event: React.PointerEvent<HTMLCanvasElement>) => {
      const before = pointers.current.get(event.pointerId);
      if (!before) return onHover(event.pointerType === 'mouse' ? event : undefined);
      const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
      moved.current += Math.abs(dx) + Math.abs(dy);
      const other = [...pointers.current.entries()].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const apart = (one: Point): number => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        stage.current!.zoom(apart(event) / Math.max(1, apart(before)), {
          clientX: (event.clientX + other.clientX) / 2,
          clientY: (event.clientY + other.clientY) / 2,
        });
      } else stage.current!.move(dx, dy);
      pointers.current.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
    },
    onPointerUp: (event: React.PointerEvent<HTMLCanvasElement>) => {
      const pressed = pointers.current.delete(event.pointerId) && pointers.current.size === 0 && moved.current < 6;
      if (pressed) onPress(event);
    },
    onPointerCancel: (event: React.PointerEvent<HTMLCanvasElement>) => void pointers.current.delete(event.pointerId),
    onPointerLeave: () => onHover(undefined),
  };
}
