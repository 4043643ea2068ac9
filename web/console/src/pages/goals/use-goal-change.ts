import { goalsKey } from '../../api/goals.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of goals. */
export const useGoalChange = changeHook(goalsKey);
