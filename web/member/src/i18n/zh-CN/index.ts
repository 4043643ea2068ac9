import { access, accessProblems } from './access.ts';
import { shell, shellProblems } from './shell.ts';

/** Every word of the pages. A module has a file of its own, and one line here; what failures mean goes under `problem`. */
export const zhCN = {
  ...shell,
  ...access,
  problem: { ...shellProblems, ...accessProblems },
};
