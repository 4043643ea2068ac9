import { drawLabels } from './draw-labels.ts';
import { drawTies } from './draw-ties.ts';
import { type Frame, type Look, radiusAt, type Scene, type Sight } from './scene.ts';

const FADED = 0.14;
/** Dots of one fill: of far longer paths a fill takes more than its share. */
const DOTS_A_FILL = 200;
/** Larger dots stand on smaller ones; within a class of sizes those of a colour are drawn at once. */
const SIZE_CLASSES = 4;
/** Dots from here on have a rim. */
const RIM_FROM = 3.5;

/** Draws the part of the scene that is in sight; sizes are CSS pixels. */
export function drawNetwork(canvas: CanvasRenderingContext2D, scene: Scene, sight: Sight): void {
  const { x, y } = scene.picture;
  const { view, left, top, right, bottom } = sight;
  const frame: Frame = {
    ...sight,
    zoom: view.scale / sight.fit,
    px: (node) => x[node]! * view.scale + view.x,
    py: (node) => y[node]! * view.scale + view.y,
    isSeen: (atX, atY, margin) =>
      atX > left - margin && atY > top - margin && atX < right + margin && atY < bottom + margin,
  };
  drawTies(canvas, scene, frame);
  drawDots(canvas, scene, frame);
  drawLabels(canvas, scene, frame);
}

type Batch = { colour: string; faded: boolean; rim: boolean; dots: number; path: Path2D };

/** All dots in few fills: by class of size from the smallest on, in each by colour. */
function drawDots(canvas: CanvasRenderingContext2D, scene: Scene, frame: Frame): void {
  const { picture, bySize, radius, focus, look } = scene;
  const perClass = Math.ceil(bySize.length / SIZE_CLASSES);
  for (let end = bySize.length; end > 0; end -= perClass) {
    const batches = new Map<string, Batch[]>();
    for (let k = end - 1; k >= Math.max(0, end - perClass); k--) {
      const node = bySize[k]!;
      const [x, y, size] = [frame.px(node), frame.py(node), radiusAt(radius[node]!, frame)];
      if (!frame.isSeen(x, y, size)) continue;
      const faded = focus !== undefined && !focus.nodes.has(node);
      const rim = size > RIM_FROM;
      const colour = look.colourOf(picture.circle[node]!);
      const { path } = batchFor(batches, { colour, faded, rim });
      path.moveTo(x + size, y);
      path.arc(x, y, size, 0, 2 * Math.PI);
    }
    for (const batch of [...batches.values()].flat()) fillBatch(canvas, batch, look);
  }
  canvas.globalAlpha = 1;
  for (const node of focus?.ends ?? []) {
    canvas.beginPath();
    canvas.arc(frame.px(node), frame.py(node), radiusAt(radius[node]!, frame), 0, 2 * Math.PI);
    canvas.lineWidth = 2.5;
    canvas.strokeStyle = look.text;
    canvas.stroke();
  }
}

function batchFor(batches: Map<string, Batch[]>, of: Pick<Batch, 'colour' | 'faded' | 'rim'>): Batch {
  const key = `${of.colour}${of.faded ? ' faded' : ''}${of.rim ? ' rim' : ''}`;
  const own = batches.get(key) ?? [];
  batches.set(key, own);
  let batch = own.at(-1);
  if (!batch || batch.dots === DOTS_A_FILL) own.push((batch = { ...of, dots: 0, path: new Path2D() }));
  batch.dots++;
  return batch;
}

function fillBatch(canvas: CanvasRenderingContext2D, { colour, faded, rim, path }: Batch, look: Look): void {
  canvas.globalAlpha = faded ? FADED : 1;
  canvas.fillStyle = colour;
  canvas.fill(path);
  if (!rim) return;
  canvas.lineWidth = 1;
  canvas.strokeStyle = look.halo;
  canvas.stroke(path);
}
