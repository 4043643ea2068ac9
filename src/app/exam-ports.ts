import { listRules, onExamPassed, restrictionsOf } from '#modules/credit/index.ts';
import type { ExamPorts } from '#modules/exams/index.ts';
import { noteQuizPassed } from '#modules/levels/index.ts';
import { creditParts } from './credit-parts.ts';
import type { Services } from './services.ts';

/**
 * What other modules lend to exams: credit its rules, who is suspended, and what passing the licence exam gives back;
 * levels count quizzes.
 */
export const examPorts = (services: Parameters<typeof creditParts>[0]): ExamPorts => ({
  async onPassed(tx, { purpose, passedAt: at, ...passed }) {
    if (purpose === 'licence') await onExamPassed(tx, creditParts(services), { ...passed, at });
    if (purpose === 'quiz') await noteQuizPassed(tx, { ...passed, at });
  },
  async needsLicence(tx, { memberId, now }) {
    return (await restrictionsOf(tx, [memberId], now)).some(({ kind }) => kind === 'suspend');
  },
  async rulesOf(tx, communityId) {
    const rules = await listRules(tx, communityId, { archived: false });
    return rules.map(({ id, title, text, cost }) => ({ id, name: title, text, cost }));
  },
});

/** What exams are made of in this process. */
export const examParts = (services: Services) => ({
  ...services,
  publicUrl: services.config.publicUrl,
  ports: examPorts(services),
  // Whoever could foretell it could foretell the questions.
  seed: () => crypto.getRandomValues(new Uint32Array(1))[0]!,
});
