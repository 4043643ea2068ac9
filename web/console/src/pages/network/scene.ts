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

/** What is to be drawn: the view, and the part of its plane in CSS pixels that is in sight. */
export type Sight = {
  view: View;
  /** The scale at which the whole picture fits. */
  fit: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Fewer ties and names, for a picture that moves. */
  moving: boolean;
};

export type Frame = Sight & {
  zoom: number;
  px: (node: number) => number;
  py: (node: number) => number;
  isSeen: (x: number, y: number, margin: number) => boolean;
};

/** Pixels of a radius: nodes grow slower than the picture, so that zooming in makes room, and are smaller on small screens. */
export const radiusAt = (radius: number, { zoom, fit }: { zoom: number; fit: number }): number =>
  radius * Math.min(3, Math.sqrt(zoom)) * Math.max(0.55, Math.min(1.1, fit / 300));

/** Radius by influence, at the zoom at which the whole picture fits. */
export function radiiOf({ influence }: Pick<NetworkPicture, 'influence'>): Float32Array {
  const most = influence.reduce((a, b) => Math.max(a, b), 0) || 1;
  const base = influence.length > 1500 ? 1.6 : influence.length > 300 ? 2.4 : 4;
  return Float32Array.from(influence, (one) => base + 9 * Math.sqrt(one / most));
}
