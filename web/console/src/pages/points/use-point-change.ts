import { levelsKey } from '../../api/levels.ts';
import { pointsKey } from '../../api/points.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of points, their rules or their budgets; growth, which levels stand on, comes with points. */
export const usePointChange = changeHook(pointsKey, levelsKey);
