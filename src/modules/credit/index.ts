export { onExamPassed, type ExamPassed } from './exam-passed.ts';
export { restrictionsOf, type Restriction } from './restrictions-of.ts';
export type { TellParts } from './tell-member.ts';
