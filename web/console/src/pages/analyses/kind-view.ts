import type { ComponentType, ReactNode } from 'react';
import type { Say } from './use-say.ts';

/** When and of whom a result is. */
export interface ResultMeta {
  asOf: string;
  zone: string;
}

export interface ControlsProps<Params> {
  params: Params;
  change: (next: Partial<Params>) => void;
  meta: ResultMeta | undefined;
}

export interface FigureProps<Params, Result, Point> {
  params: Params;
  result: Result;
  meta: ResultMeta;
  /** Opens the members behind a point. */
  open: (point: Point) => void;
  change: (next: Partial<Params>) => void;
  /** On a dashboard: the main drawing alone. */
  tile: boolean;
}

/** How one kind of analysis is shown: everything the frame of the page does not know. */
export interface KindView<Params, Result, Point> {
  /** The question it answers begins here: the picture beside it. */
  icon: ReactNode;
  /** The answer in one sentence, made from the data. */
  answer: (result: Result, params: Params, say: Say) => string;
  /** Choices of this kind alone; range, segment and group are the frame's. */
  Controls?: ComponentType<ControlsProps<Params>>;
  Figure: ComponentType<FigureProps<Params, Result, Point>>;
  /** Whether the range of days says anything to it. */
  ranged: boolean;
}
