import type { Services } from '#app/services.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace } from '#modules/events/index.ts';
import { createReactions } from '#modules/reactions/index.ts';

type Ask = { services: Services; post(path: string, payload: object): Promise<Record<string, unknown>> };

/** Whether a message is the first that its account wrote: what a rule for first messages asks of the log. */
export async function askReactions(
  { services, post }: Ask,
  ids: { workspaceId: string; communityId: string },
  event: NeutralEvent,
): Promise<void> {
  const content = { kind: 'text', text: 'welcome' };
  await post('/reactions', { name: 'first words', trigger: { kind: 'first_message' }, answer: { content } });
  const reactions = createReactions({ ...services, connectors: [], onPeopleChanged: () => undefined });
  const eventId = communitySpace(ids.communityId).eventId(event.platform ?? '', event.id);
  await reactions.react(ids, [{ eventId, version: 0, source: 'api', receivedAt: new Date(event.at), event }]);
}
