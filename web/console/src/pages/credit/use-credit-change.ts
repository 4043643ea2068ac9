import { creditKey } from '../../api/credit.ts';
import { examsKey } from '../../api/exams.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of rules, violations, sanctions or appeals; questions of exams are drafted from rules. */
export const useCreditChange = changeHook(creditKey, examsKey);
