import { type Frame, radiusAt, type Look, type Scene } from './scene.ts';

const NAMES_AT_REST = 140;
const NAMES_MOVING = 40;

type Box = { left: number; right: number; top: number; bottom: number };

/** The names of circles from far, of people from near; of those brought out always. None stands on another. */
export function drawLabels(canvas: CanvasRenderingContext2D, scene: Scene, frame: Frame): void {
  const taken: Box[] = [];
  if (frame.zoom < 2.2 && !scene.focus) drawCircleLabels(canvas, scene, frame, taken);
  drawNames(canvas, scene, frame, taken);
}

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

function drawCircleLabels(
  canvas: CanvasRenderingContext2D,
  { labels, look }: Scene,
  { view }: Frame,
  taken: Box[],
): void {
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
  frame: Frame,
  taken: Box[],
): void {
  canvas.font = `12px ${look.font}`;
  canvas.textAlign = 'start';
  canvas.textBaseline = 'middle';
  canvas.fillStyle = look.text;
  const first = focus
    ? [...new Set([...focus.ends, ...focus.path, ...bySize.filter((node) => focus.nodes.has(node))])]
    : [];
  let left = frame.moving ? NAMES_MOVING : NAMES_AT_REST;
  for (const node of focus ? first : bySize) {
    if (left === 0) break;
    const size = radiusAt(radius[node]!, frame);
    if (!focus && size < 7) break;
    const [x, y] = [frame.px(node) + size + 3, frame.py(node)];
    if (!frame.isSeen(x, y, 40)) continue;
    const text = [...picture.name[node]!].slice(0, 24).join('');
    const wide = canvas.measureText(text).width;
    if (!takeBox(taken, { left: x, right: x + wide, top: y - 8, bottom: y + 8 })) continue;
    drawText(canvas, text, x, y, look);
    left--;
  }
}
