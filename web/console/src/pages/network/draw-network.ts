import type { NetworkPicture } from '../../api/network.ts';

/** Where the picture is on the canvas: pixel = place × scale + shift. */
export type View = { scale: number; x: number; y: number };

export type Look = {
  colourOf: (circle: number) => string;
  text: string;
  halo: string;
  line: string;
  accent: string;
  font: string;
};

/** What is brought out: these nodes with the ties among them, and the way over `path`. */
export type Focus = { nodes: ReadonlySet<number>; ends: readonly number[]; path: readonly number[] };

export type Label = { x: number; y: number; text: string; circle: number };

export type Scene = {
  picture: NetworkPicture;
  radius: Float32Array;
  /** Nodes from the largest on. */
  bySize: Uint32Array;
  labels: readonly Label[];
  focus: Focus | undefined;
  look: Look;
};

/** Ties drawn while the picture moves; all of them once it rests. */
const TIES_MOVING = 2_500;
/** Lines of one stroke: of far longer paths a stroke takes more than its share. */
const LINES_A_STROKE = 300;
const NAMES_AT_REST = 140;
const FADED = 0.14;

/** Pixels of a radius: nodes grow slower than the picture, so that zooming in makes room, and are smaller on small screens. */
export const radiusAt = (radius: number, { zoom, fit }: { zoom: number; fit: number }): number =>
  radius * Math.min(3, Math.sqrt(zoom)) * Math.max(0.55, Math.min(1.1, fit / 300));

/** Radius by influence, at the zoom at which the whole picture fits. */
export function radiiOf({ influence }: NetworkPicture): Float32Array {
  const most = influence.reduce((a, b) => Math.max(a, b), 0) || 1;
  const base = influence.length > 1500 ? 1.6 : influence.length > 300 ? 2.4 : 4;
  return Float32Array.from(influence, (one) => base + 9 * Math.sqrt(one / most));
}

/** Draws the scene; `fit` is the scale at which the whole picture is in sight. Sizes are CSS pixels. */
export function drawNetwork(
  canvas: CanvasRenderingContext2D,
  scene: Scene,
  { view, fit, width, height, moving }: { view: View; fit: number; width: number; height: number; moving: boolean },
): void {
  const zoom = view.scale / fit;
  canvas.clearRect(0, 0, width, height);
  const { picture, focus } = scene;
  const px = (node: number): number => picture.x[node]! * view.scale + view.x;
  const py = (node: number): number => picture.y[node]! * view.scale + view.y;
  const seen = (x: number, y: number, margin: number): boolean =>
    x > -margin && y > -margin && x < width + margin && y < height + margin;
  drawTies(canvas, scene, { px, py, zoom, width, height, most: moving ? TIES_MOVING : Infinity });
  for (const node of scene.bySize.toReversed()) {
    const [x, y] = [px(node), py(node)];
    const radius = radiusAt(scene.radius[node]!, { zoom, fit });
    if (!seen(x, y, radius)) continue;
    canvas.globalAlpha = focus && !focus.nodes.has(node) ? FADED : 1;
    canvas.fillStyle = scene.look.colourOf(picture.circle[node]!);
    canvas.beginPath();
    canvas.arc(x, y, radius, 0, 2 * Math.PI);
    canvas.fill();
    if (radius > 3.5) {
      canvas.lineWidth = 1;
      canvas.strokeStyle = scene.look.halo;
      canvas.stroke();
    }
    if (focus?.ends.includes(node)) {
      canvas.lineWidth = 2.5;
      canvas.strokeStyle = scene.look.text;
      canvas.stroke();
    }
  }
  canvas.globalAlpha = 1;
  const taken: Box[] = [];
  // The names of circles from far, of people from near; of those brought out always.
  if (zoom < 2.2 && !focus) drawCircleLabels(canvas, scene, view, taken);
  drawNames(canvas, scene, { px, py, zoom, fit, seen, most: moving ? 40 : NAMES_AT_REST, taken });
}

type Places = { px: (node: number) => number; py: (node: number) => number; zoom: number };

/** Ties in few strokes: of a circle in its colour, between circles grey, of the way in the accent. */
function drawTies(
  canvas: CanvasRenderingContext2D,
  { picture, focus, look }: Scene,
  { px, py, zoom, width, height, most }: Places & { width: number; height: number; most: number },
): void {
  const { from, to, circle } = picture;
  const strokes = new Map<string, { lines: number; path: Path2D }[]>();
  let drawn = 0;
  for (let k = 0; k < from.length && drawn < most; k++) {
    const [a, b] = [from[k]!, to[k]!];
    if (focus && !(focus.nodes.has(a) && focus.nodes.has(b))) continue;
    const [ax, ay, bx, by] = [px(a), py(a), px(b), py(b)];
    if (Math.max(ax, bx) < 0 || Math.max(ay, by) < 0 || Math.min(ax, bx) > width || Math.min(ay, by) > height) continue;
    drawn++;
    const colour = circle[a] !== 0 && circle[a] === circle[b] ? look.colourOf(circle[a]!) : look.line;
    const own = strokes.get(colour) ?? [];
    strokes.set(colour, own);
    let stroke = own.at(-1);
    if (!stroke || stroke.lines === LINES_A_STROKE) own.push((stroke = { lines: 0, path: new Path2D() }));
    stroke.path.moveTo(ax, ay);
    stroke.path.lineTo(bx, by);
    stroke.lines++;
  }
  canvas.lineWidth = Math.min(1.6, 0.5 + zoom * 0.18);
  canvas.globalAlpha = focus
    ? Math.max(0.1, Math.min(0.6, 120 / Math.max(1, drawn)))
    : Math.max(0.07, Math.min(0.4, 900 / Math.max(1, drawn) + zoom * 0.03));
  for (const [colour, own] of strokes) {
    canvas.strokeStyle = colour;
    for (const { path } of own) canvas.stroke(path);
  }
  if (!focus || focus.path.length < 2) return;
  canvas.globalAlpha = 1;
  canvas.lineWidth = 3;
  canvas.strokeStyle = look.accent;
  canvas.beginPath();
  for (const [k, node] of focus.path.entries()) {
    if (k === 0) canvas.moveTo(px(node), py(node));
    else canvas.lineTo(px(node), py(node));
  }
  canvas.stroke();
}

type Box = { left: number; right: number; top: number; bottom: number };

/** Takes a place for a text unless another has it. */
function takeBox(taken: Box[], box: Box): boolean {
  const overlaps = taken.some(
    (one) => one.left < box.right && box.left < one.right && one.top < box.bottom && box.top < one.bottom,
  );
  if (!overlaps) taken.push(box);
  return !overlaps;
}

function drawText(canvas: CanvasRenderingContext2D, text: string, x: number, y: number, look: Look): void {
  canvas.lineJoin = 'round';
  canvas.lineWidth = 3.5;
  canvas.strokeStyle = look.halo;
  canvas.strokeText(text, x, y);
  canvas.fillText(text, x, y);
}

function drawCircleLabels(canvas: CanvasRenderingContext2D, { labels, look }: Scene, view: View, taken: Box[]): void {
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  canvas.font = `600 14px ${look.font}`;
  for (const label of labels) {
    const [x, y] = [label.x * view.scale + view.x, label.y * view.scale + view.y];
    const half = canvas.measureText(label.text).width / 2 + 6;
    if (!takeBox(taken, { left: x - half, right: x + half, top: y - 12, bottom: y + 12 })) continue;
    canvas.fillStyle = look.text;
    drawText(canvas, label.text, x, y, look);
  }
}

function drawNames(
  canvas: CanvasRenderingContext2D,
  { picture, radius, bySize, focus, look }: Scene,
  {
    px,
    py,
    zoom,
    fit,
    seen,
    most,
    taken,
  }: Places & { fit: number; seen: (x: number, y: number, margin: number) => boolean; most: number; taken: Box[] },
): void {
  canvas.font = `12px ${look.font}`;
  canvas.textAlign = 'start';
  canvas.textBaseline = 'middle';
  canvas.fillStyle = look.text;
  const first = focus
    ? [...new Set([...focus.ends, ...focus.path, ...bySize.filter((node) => focus.nodes.has(node))])]
    : [];
  let left = most;
  for (const node of [...first, ...(focus ? [] : bySize)]) {
    if (left === 0) break;
    const size = radiusAt(radius[node]!, { zoom, fit });
    if (!focus && size < 7) break;
    const [x, y] = [px(node) + size + 3, py(node)];
    if (!seen(x, y, 40)) continue;
    const text = [...picture.name[node]!].slice(0, 24).join('');
    const wide = canvas.measureText(text).width;
    if (!takeBox(taken, { left: x, right: x + wide, top: y - 8, bottom: y + 8 })) continue;
    drawText(canvas, text, x, y, look);
    left--;
  }
}
