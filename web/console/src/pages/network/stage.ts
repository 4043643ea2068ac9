import { drawNetwork } from './draw-network.ts';
import type { Scene, View } from './scene.ts';
import { Snapshot } from './snapshot.ts';

const MARGIN = 48;
const MOST_ZOOM = 40;
/** After so long without a movement the picture is drawn in full. */
const REST_MS = 200;

/** A place on the page. */
export type Point = { clientX: number; clientY: number };

/**
 * A canvas with a view of the scene. It draws at most once a frame and only what changed: while the view moves it shows a
 * larger picture that was drawn before, shifted and scaled; that one is drawn anew where it does not reach, lighter, and
 * in full once the view rests.
 */
export class Stage {
  readonly #canvas: HTMLCanvasElement;
  readonly #observer: ResizeObserver;
  readonly #snapshot = new Snapshot();
  #scene: Scene | undefined;
  #view: View = { scale: 1, x: 0, y: 0 };
  #size = { width: 0, height: 0 };
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #touched = false;
  /** Whether it is the people who move, not the view: what was drawn before is of no use then. */
  #living = false;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(canvas);
    // React's wheel listeners may not keep the page from scrolling.
    canvas.addEventListener('wheel', this.#wheel, { passive: false });
    this.#resize();
  }

  stop(): void {
    this.#observer.disconnect();
    this.#canvas.removeEventListener('wheel', this.#wheel);
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
  }

  /** Shows another scene; `moving` for one of many in a row. */
  show(scene: Scene, moving = false): void {
    this.#scene = scene;
    this.#snapshot.drop();
    this.#draw(moving);
    this.#living = moving;
  }

  get #fit(): number {
    return Math.max(20, Math.min(this.#size.width, this.#size.height) / 2 - MARGIN);
  }

  fitAll(): void {
    this.#touched = false;
    this.#view = { scale: this.#fit, x: this.#size.width / 2, y: this.#size.height / 2 };
    this.#draw(false);
  }

  move(dx: number, dy: number): void {
    this.#touched = true;
    this.#view = { ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy };
    this.#draw(true);
  }

  /** Zooms about a point, or about the middle. */
  zoom(factor: number, at?: Point): void {
    const box = this.#canvas.getBoundingClientRect();
    const [x, y] = at ? [at.clientX - box.left, at.clientY - box.top] : [this.#size.width / 2, this.#size.height / 2];
    const scale = Math.max(this.#fit * 0.5, Math.min(this.#fit * MOST_ZOOM, this.#view.scale * factor));
    const by = scale / this.#view.scale;
    this.#touched = true;
    this.#view = { scale, x: x - (x - this.#view.x) * by, y: y - (y - this.#view.y) * by };
    this.#draw(true);
  }

  /** Where a point of the page is in the picture, how much of it a pixel is, and the zoom. */
  placeOf({ clientX, clientY }: Point): { x: number; y: number; pixel: number; zoom: number; fit: number } {
    const box = this.#canvas.getBoundingClientRect();
    const { scale, x, y } = this.#view;
    return {
      x: (clientX - box.left - x) / scale,
      y: (clientY - box.top - y) / scale,
      pixel: 1 / scale,
      zoom: scale / this.#fit,
      fit: this.#fit,
    };
  }

  /** Moves only when one of the nodes is out of sight. */
  bringIntoSight(nodes: readonly number[]): void {
    const { picture } = this.#scene!;
    const places = nodes.map((node) => [
      picture.x[node]! * this.#view.scale + this.#view.x,
      picture.y[node]! * this.#view.scale + this.#view.y,
    ]);
    const { width, height } = this.#size;
    if (places.every(([x, y]) => x! > 20 && y! > 20 && x! < width - 20 && y! < height - 20)) return;
    this.fitAll();
  }

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.04 : 0.0016)), event);
  };

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const ratio = window.devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#size = { width, height };
    this.#snapshot.drop();
    if (!this.#touched) this.#view = { scale: this.#fit, x: width / 2, y: height / 2 };
    this.#draw(false);
  }

  #draw(moving: boolean): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    this.#living = false;
    this.#frame = requestAnimationFrame(() => this.#drawNow(moving));
    if (moving) this.#rest = setTimeout(() => this.#draw(false), REST_MS);
  }

  #drawNow(moving: boolean): void {
    const context = this.#canvas.getContext('2d');
    const scene = this.#scene;
    if (!scene || !context || this.#size.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const [view, fit, { width, height }] = [this.#view, this.#fit, this.#size];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (!moving || this.#living) {
      this.#snapshot.drop();
      drawNetwork(context, scene, { view, fit, left: 0, top: 0, right: width, bottom: height, moving });
      return;
    }
    if (!this.#snapshot.reaches(view, this.#size)) this.#snapshot.take(scene, { view, fit, ratio, ...this.#size });
    this.#snapshot.put(context, view);
  }
}
