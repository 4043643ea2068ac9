export { createPaper } from './change-paper.ts';
export { createQuestion, draftFromRules } from './change-question.ts';
export type { RuleForExam } from './draft-questions.ts';
export { ERASED_EXAM_TABLES, eraseExamsOf } from './erase-exams.ts';
export { usesExams } from './exams-passed.ts';
export { examsRoutes } from './http.ts';
export { workOnExams } from './jobs.ts';
export { examsMemberRoutes } from './member.http.ts';
export type { ExamPorts, PassedExam } from './ports.ts';
