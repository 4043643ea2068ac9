import { drawNetwork } from './draw-network.ts';
import type { Scene, View } from './scene.ts';

/** How much of the canvas is drawn beyond each of its edges. */
const BEYOND = 0.3;
/** Scaled by more than this a drawn picture looks blurred, or its dots too small. */
const SCALED = { from: 0.62, to: 1.6 } as const;

type Size = { width: number; height: number };

/** A picture of the scene that was drawn once, larger than the canvas, to be shown shifted and scaled while the view moves. */
export class Snapshot {
  readonly #canvas = document.createElement('canvas');
  #taken: (Size & { view: View; ratio: number }) | undefined;

  /** Forgets what was drawn. */
  drop(): void {
    this.#taken = undefined;
  }

  /** Whether what was drawn fills a canvas of this size at the view. */
  reaches(view: View, { width, height }: Size): boolean {
    const taken = this.#taken;
    if (!taken) return false;
    const by = view.scale / taken.view.scale;
    if (by < SCALED.from || by > SCALED.to) return false;
    const { x, y } = this.#corner(taken, view);
    const [wide, high] = [taken.width * (1 + 2 * BEYOND) * by, taken.height * (1 + 2 * BEYOND) * by];
    return x <= 0 && y <= 0 && x + wide >= width && y + high >= height;
  }

  /** Draws the scene as it is at the view, with what lies around. */
  take(scene: Scene, { view, fit, ratio, width, height }: Size & { view: View; fit: number; ratio: number }): void {
    const pixels = (length: number): number => Math.round(length * (1 + 2 * BEYOND) * ratio);
    const [wide, high] = [pixels(width), pixels(height)];
    if (this.#canvas.width !== wide || this.#canvas.height !== high)
      [this.#canvas.width, this.#canvas.height] = [wide, high];
    const context = this.#canvas.getContext('2d')!;
    const [left, top] = [-width * BEYOND, -height * BEYOND];
    context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
    context.clearRect(left, top, width * (1 + 2 * BEYOND), height * (1 + 2 * BEYOND));
    drawNetwork(context, scene, { view, fit, left, top, right: width - left, bottom: height - top, moving: true });
    this.#taken = { view, ratio, width, height };
  }

  /** Shows what was drawn where the view is now. */
  put(canvas: CanvasRenderingContext2D, view: View): void {
    const taken = this.#taken;
    if (!taken) return;
    const by = view.scale / taken.view.scale;
    const { x, y } = this.#corner(taken, view);
    canvas.drawImage(
      this.#canvas,
      x,
      y,
      (this.#canvas.width / taken.ratio) * by,
      (this.#canvas.height / taken.ratio) * by,
    );
  }

  /** Where the upper left corner of what was drawn comes to lie. */
  #corner({ view: before, width, height }: Size & { view: View }, view: View): { x: number; y: number } {
    const by = view.scale / before.scale;
    return { x: view.x - (before.x + width * BEYOND) * by, y: view.y - (before.y + height * BEYOND) * by };
  }
}
