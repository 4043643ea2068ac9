import { levelServices } from '#app/levels-work.ts';
import type { Services } from '#app/services.ts';
import { newId } from '#kernel/ids.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { openEvaluated } from '#modules/insights/index.ts';
import { awardBadges, DEFAULT_LEVEL_RULES, evaluateLevels, saveLadder } from '#modules/levels/index.ts';
import { activeOn, askAbout, groupsOfMembers, readDone } from '#modules/levels/figures.query.ts';

type Ask = {
  services: Services;
  post(path: string, payload: object): Promise<Record<string, unknown>>;
  read(path: string): Promise<Record<string, unknown>>;
};
type Ids = { workspaceId: string; communityId: string };

/** What levels, badges and leaderboards ask of the log. */
export async function askLevels({ services, post, read }: Ask, ids: Ids, memberId: string): Promise<void> {
  const level = (growth: number) => ({
    name: `from ${growth}`,
    nameEn: '',
    colour: '#1677ff',
    icon: 'star' as const,
    standards: { growth, contribution: 0, activeDays: 0, quizzes: 0 },
    benefits: [],
  });
  const { communityId } = ids;
  const actor = systemCaller(ids.workspaceId);
  await services.database.inWorkspace(ids.workspaceId, (tx) =>
    saveLadder(tx, { actor, communityId, now: new Date(), ladder: { levels: [level(0), level(10)] } }),
  );
  const parts = levelServices(services);
  await evaluateLevels(parts, ids);
  await post('/levels/simulate', { levels: [level(0)], rules: DEFAULT_LEVEL_RULES });
  await read(`/members/${memberId}/level`);
  await post('/badges', { name: 'known', icon: 'star', colour: '#1677ff', rule: { kind: 'tag', tag: 'known' } });
  await awardBadges(parts, ids);
  for (const metric of ['contribution', 'contributions', 'messages', 'active_days', 'did:message']) {
    const { id } = await post('/leaderboards', { name: metric, metric, period: 'ever' });
    await read(`/leaderboards/${String(id)}/places`);
  }
  const { frame, evaluation, today } = await openEvaluated(services, { ...ids, communityKey: communityId });
  await activeOn(frame, [today]);
  await groupsOfMembers(frame, evaluation.id, [memberId]);
  const only = await askAbout(frame, newId(), [memberId]);
  await readDone(frame, { evaluationId: evaluation.id, rules: DEFAULT_LEVEL_RULES.growth, today, only });
}
