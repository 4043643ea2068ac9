export { listLevels } from './level-store.ts';
export { levelsOf, type LevelOfMember } from './levels-of.ts';
export { mayUse, type BenefitAnswer, type BenefitQuestion } from './may-use.ts';
export { useBenefit, type BenefitUse, type BenefitUsed } from './use-benefit.ts';
