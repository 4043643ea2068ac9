import type { Services } from './services.ts';

/** Work that goes on without a request: drains, evaluations, schedules. */
export async function startWorkers(_services: Services): Promise<{ stop(): Promise<void> }> {
  return { stop: async () => undefined };
}
