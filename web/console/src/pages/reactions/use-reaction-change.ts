import { reactionsKey } from '../../api/reactions.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of rules. */
export const useReactionChange = changeHook(reactionsKey);
