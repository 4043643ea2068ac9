import { type ComponentType, lazy } from 'react';

/** A component that is loaded when it is first shown: `later(() => import('./points-page.tsx').then((m) => m.PointsPage))`. */
export const later = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }));
