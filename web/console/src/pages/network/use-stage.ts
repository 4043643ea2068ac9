import { useEffect, useRef } from 'react';
import type { Scene } from './scene.ts';
import { between } from './move-people.ts';
import { Stage } from './stage.ts';

const MOVE_MS = 700;

/**
 * A stage that shows a scene. When the people of another time take their places they walk there, unless the reader wants
 * less motion; what else changes is drawn at once.
 */
export function useStage(canvas: React.RefObject<HTMLCanvasElement | null>, scene: Scene) {
  const stage = useRef<Stage>(undefined);
  const shown = useRef<Scene['picture']>(undefined);

  useEffect(() => {
    const made = new Stage(canvas.current!);
    stage.current = made;
    return () => made.stop();
  }, [canvas]);

  useEffect(() => {
    const before = shown.current;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!before || before === scene.picture || still) {
      shown.current = scene.picture;
      stage.current!.show(scene);
      return undefined;
    }
    const began = performance.now();
    let frame = 0;
    const step = (now: number): void => {
      const part = (now - began) / MOVE_MS;
      const picture = between(before, scene.picture, part);
      // Where they are on the way is where they start from when the month changes again.
      shown.current = picture;
      stage.current!.show({ ...scene, picture }, part < 1);
      if (part < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [scene]);

  return stage;
}
