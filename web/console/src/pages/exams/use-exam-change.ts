import { examsKey } from '../../api/exams.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of exams. */
export const useExamChange = changeHook(examsKey);
