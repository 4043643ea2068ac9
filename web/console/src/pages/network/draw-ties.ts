import type { Frame, Scene } from './scene.ts';

/** Ties drawn while the picture moves; all of them once it rests. */
const TIES_MOVING = 2_500;
/** Lines of one stroke: of far longer paths a stroke takes more than its share. */
const LINES_A_STROKE = 300;

/** Ties in few strokes: of a circle in its colour, between circles grey, of the way in the accent. */
export function drawTies(canvas: CanvasRenderingContext2D, scene: Scene, frame: Frame): void {
  const { picture, focus, look } = scene;
  const { from, to, circle } = picture;
  const { px, py, zoom } = frame;
  const strokes = new Map<string, { lines: number; path: Path2D }[]>();
  const most = frame.moving ? TIES_MOVING : Infinity;
  let drawn = 0;
  for (let k = 0; k < from.length && drawn < most; k++) {
    const [a, b] = [from[k]!, to[k]!];
    if (focus && !(focus.nodes.has(a) && focus.nodes.has(b))) continue;
    const [ax, ay, bx, by] = [px(a), py(a), px(b), py(b)];
    if (Math.max(ax, bx) < frame.left || Math.max(ay, by) < frame.top) continue;
    if (Math.min(ax, bx) > frame.right || Math.min(ay, by) > frame.bottom) continue;
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
  canvas.globalAlpha = 1;
  if (focus && focus.path.length > 1) drawWay(canvas, focus.path, { px, py, accent: look.accent });
}

function drawWay(
  canvas: CanvasRenderingContext2D,
  path: readonly number[],
  { px, py, accent }: Pick<Frame, 'px' | 'py'> & { accent: string },
): void {
  canvas.lineWidth = 3;
  canvas.strokeStyle = accent;
  canvas.beginPath();
  for (const [k, node] of path.entries()) {
    if (k === 0) canvas.moveTo(px(node), py(node));
    else canvas.lineTo(px(node), py(node));
  }
  canvas.stroke();
}
