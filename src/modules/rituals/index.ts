export { checkRituals } from './check-rituals.ts';
export { postRituals } from './post-rituals.ts';
export { workOnRituals } from './rituals-jobs.ts';
