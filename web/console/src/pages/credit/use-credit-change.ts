import { creditKey } from '../../api/credit.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of rules, violations, sanctions or appeals. */
export const useCreditChange = changeHook(creditKey);
