// A page of the benchmark: it runs in the browser with the console's own drawing, so it has no types of its own.
import { drawNetwork } from '../web/console/src/pages/network/draw-network.ts';
import { radiiOf } from '../web/console/src/pages/network/scene.ts';
import { Stage } from '../web/console/src/pages/network/stage.ts';

const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#B8860B', '#56B4E9', '#7A4FBF', '#8C564B', '#8A9A92'];

/** People in circles on a sunflower, who mostly know their own; the same each time. */
function sceneOf(people, ties) {
  let state = 7;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const circles = 24;
  const circle = Array.from({ length: people }, (_, at) => (at % circles) + 1);
  const x = circle.map((own) => 0.75 * Math.cos(own * 2.4) * Math.sqrt(own / circles) + 0.16 * (random() - 0.5));
  const y = circle.map((own) => 0.75 * Math.sin(own * 2.4) * Math.sqrt(own / circles) + 0.16 * (random() - 0.5));
  const from = Array.from({ length: ties }, () => Math.floor(random() * people));
  const to = from.map((a) =>
    random() < 0.85 ? (a + circles * Math.floor(random() * 40)) % people : Math.floor(random() * people),
  );
  const influence = circle.map(() => random() ** 8);
  const picture = {
    memberId: circle.map(String),
    name: circle.map((_, at) => `成员 ${at}`),
    tier: circle.map(() => ''),
    x,
    y,
    circle,
    ties: circle.map(() => 8),
    cutOff: circle.map(() => 0),
    influence,
    from,
    to,
    weight: from.map(() => 1),
  };
  const radius = radiiOf(picture);
  return {
    picture,
    radius,
    bySize: Uint32Array.from(radius.keys()).sort((a, b) => radius[b] - radius[a]),
    labels: [],
    focus: undefined,
    look: {
      colourOf: (own) => COLOURS[own - 1] ?? COLOURS[8],
      text: '#16241d',
      halo: '#ffffff',
      line: '#8a9a92',
      accent: '#0e9f8a',
      font: 'sans-serif',
    },
  };
}

/** Times from frame to frame while `step` is called once in each. */
function frameTimes(frames, step) {
  return new Promise((resolve) => {
    const times = [];
    let [before, at] = [0, 0];
    const next = (now) => {
      if (at > 0) times.push(now - before);
      before = now;
      if (at === frames) return resolve(times);
      step(at++);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

async function measureFrames({ people, ties, frames }) {
  const canvas = document.querySelector('canvas');
  const scene = sceneOf(people, ties);
  const stage = new Stage(canvas);
  stage.show(scene);
  await frameTimes(20, () => undefined);
  const gesture = await frameTimes(frames, (at) => {
    if (at % 80 < 50) stage.move(at % 160 < 80 ? 6 : -6, 3 * Math.sin(at / 9));
    else stage.zoom(at % 160 < 80 ? 1.03 : 1 / 1.03);
  });
  const { x, y } = scene.picture;
  const slide = await frameTimes(frames / 2, (at) => {
    const shift = 0.0005 * Math.sin(at / 10);
    const picture = { ...scene.picture, x: x.map((one) => one + shift), y: y.map((one) => one - shift) };
    stage.show({ ...scene, picture }, true);
  });
  stage.stop();
  const context = canvas.getContext('2d');
  const whole = await frameTimes(frames / 4, (at) => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, 1180, 760);
    const view = { scale: 330, x: 590 + 6 * (at % 20), y: 380 };
    drawNetwork(context, scene, { view, fit: 330, left: 0, top: 0, right: 1180, bottom: 760, moving: false });
  });
  return { gesture, slide, whole };
}

Object.assign(globalThis, { measureFrames });
