import { evaluateCommunity } from '#modules/insights/index.ts';
import { type Evaluations, startEvaluations } from './evaluations.ts';
import type { Services } from './services.ts';

export type Workers = { evaluations: Evaluations; stop(): Promise<void> };

/** Work that goes on without a request: drains, evaluations, schedules. */
export async function startWorkers(services: Services): Promise<Workers> {
  const evaluations = await startEvaluations(services, async (community) => {
    await evaluateCommunity(services, community);
  });
  return { evaluations, stop: () => evaluations.stop() };
}
