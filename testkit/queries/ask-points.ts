import type { Services } from '#app/services.ts';
import { listChannels } from '#modules/delivery/index.ts';
import { communitySpace, type LiveEvent } from '#modules/events/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { createEarning, lookAfterPoints } from '#modules/points/index.ts';

type Ask = {
  services: Services;
  post(path: string, payload: object): Promise<Record<string, unknown>>;
  read(path: string): Promise<Record<string, unknown>>;
};
type Ids = { workspaceId: string; communityId: string };

/** What earning points asks of the log: what was said before, who reacted, who is in a segment, and who reacts to whom. */
export async function askPoints({ services, post, read }: Ask, ids: Ids, said: NeutralEvent): Promise<void> {
  const { segments } = (await read('/segments')) as { segments: { id: string }[] };
  const conditions = { segmentId: segments[0]!.id, notRepeated: true, minLength: 1 };
  const [spoken, liked] = [
    { name: 'spoken', kind: said.kind, points: 1, conditions },
    { name: 'liked', kind: said.kind, points: 1, conditions: { reactions: 1 } },
  ];
  for (const rule of [spoken, liked]) {
    await post('/points/rules', rule);
    await post('/points/rules/dry-run', { rule, from: '2026-06-01', to: '2026-06-30' });
  }
  await post('/points/rules/dry-run', { rule: { name: 'voted', kind: 'vote', points: 1 } });
  const now = Date.now();
  const space = communitySpace(ids.communityId);
  const again = (id: string, fields: Partial<NeutralEvent>): LiveEvent => {
    const event = { ...said, id, at: new Date(now).toISOString(), version: 0, ...fields };
    const eventId = space.eventId(event.platform ?? '', id);
    return { eventId, version: 0, source: 'api', receivedAt: new Date(now), event };
  };
  const heard = [again('said-again', {}), again('liked', { kind: 'reaction', member: 'somebody', replyTo: said.id })];
  await createEarning({ ...services, clock: { now: () => now + 1000 }, onEarned: () => undefined }).react(ids, heard);
  await lookAfterPoints({ ...services, listChannels: listChannels([]) }, ids);
}
