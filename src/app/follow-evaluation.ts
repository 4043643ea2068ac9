import { recordObjectives } from '#modules/goals/index.ts';
import { followPlays } from '#modules/playbooks/index.ts';
import type { CommunityIds } from './evaluations.ts';
import { playbookServices } from './playbook-services.ts';
import type { Services } from './services.ts';

/** What is noted after each evaluation: how objectives stand, what became of plays. A failure is logged; the next evaluation makes up for it. */
export async function followEvaluation(services: Services, community: CommunityIds): Promise<void> {
  const steps = {
    objectives: () => recordObjectives(services, community),
    plays: () => followPlays(playbookServices(services), community),
  };
  for (const [step, run] of Object.entries(steps))
    await run().catch((error: unknown) =>
      services.log.error({ err: error, step, ...community }, 'what follows an evaluation failed'),
    );
}
