import type { ComponentType } from 'react';
import { later } from './router/later.ts';

/**
 * A block of the first page: it asks for what it shows by itself, and shows nothing where there is nothing to say. It is there
 * when the community uses its `part`.
 */
export type HomeBlock = { part: string; Block: ComponentType };

/** Every block, in the order in which they stand: where one is, then what to do today. Load each with `later`. */
export const HOME_BLOCKS: readonly HomeBlock[] = [
  { part: 'exams', Block: later(() => import('./pages/exams/exams-home-block.tsx').then((m) => m.ExamsHomeBlock)) },
  { part: 'levels', Block: later(() => import('./pages/levels/level-home-block.tsx').then((m) => m.LevelHomeBlock)) },
  { part: 'points', Block: later(() => import('./pages/points/points-home-block.tsx').then((m) => m.PointsHomeBlock)) },
  { part: 'credit', Block: later(() => import('./pages/credit/credit-block.tsx').then((m) => m.CreditBlock)) },
];
