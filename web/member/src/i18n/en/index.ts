import { access, accessProblems } from './access.ts';
import { credit, creditProblems } from './credit.ts';
import { examProblems, exams } from './exams.ts';
import { levels } from './levels.ts';
import { points, pointsProblems } from './points.ts';
import { rewards, rewardsProblems } from './rewards.ts';
import { shell, shellProblems } from './shell.ts';

/** Every word of the pages. A module has a file of its own, and one line here; what failures mean goes under `problem`. */
export const en = {
  ...shell,
  ...access,
  ...levels,
  ...points,
  ...rewards,
  ...credit,
  ...exams,
  problem: {
    ...shellProblems,
    ...accessProblems,
    ...creditProblems,
    ...examProblems,
    ...pointsProblems,
    ...rewardsProblems,
  },
};
