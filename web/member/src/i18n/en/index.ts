import { access, accessProblems } from './access.ts';
import { examProblems, exams } from './exams.ts';
import { rewards, rewardsProblems } from './rewards.ts';
import { shell, shellProblems } from './shell.ts';

/** Every word of the pages. A module has a file of its own, and one line here; what failures mean goes under `problem`. */
export const en = {
  ...shell,
  ...access,
  ...rewards,
  ...exams,
  problem: { ...shellProblems, ...accessProblems, ...examProblems, ...rewardsProblems },
};
