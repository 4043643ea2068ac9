import type { Services } from '#app/services.ts';
import { createConnection } from '#modules/connections/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace } from '#modules/events/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { createReactions } from '#modules/reactions/index.ts';

type Ask = {
  services: Services;
  post(path: string, payload: object): Promise<Record<string, unknown>>;
  read(path: string): Promise<Record<string, unknown>>;
};
type Ids = { workspaceId: string; communityId: string };

/** What sending asks of the log: whether a message is the first of its account, and who is in a segment that is written to. */
export async function askSending(ask: Ask, ids: Ids, event: NeutralEvent): Promise<void> {
  await answerFirstWords(ask, ids, event);
  await writeToSegment(ask, ids);
}

async function answerFirstWords({ services, post }: Ask, ids: Ids, event: NeutralEvent): Promise<void> {
  const content = { kind: 'text', text: 'welcome' };
  await post('/reactions', { name: 'first words', trigger: { kind: 'first_message' }, answer: { content } });
  const reactions = createReactions({ ...services, connectors: [], onPeopleChanged: () => undefined });
  const eventId = communitySpace(ids.communityId).eventId(event.platform ?? '', event.id);
  await reactions.react(ids, [{ eventId, version: 0, source: 'api', receivedAt: new Date(event.at), event }]);
}

async function writeToSegment({ services, post, read }: Ask, { workspaceId }: Ids): Promise<void> {
  const { id: connectionId } = await services.database.inWorkspace(workspaceId, (tx) =>
    createConnection(services.connections, tx, systemCaller(workspaceId), {
      connector: 'irc',
      name: 'irc',
      settings: { server: 'irc://127.0.0.1:9', nick: 'bot', channels: '#books' },
    }),
  );
  const { segments } = (await read('/segments')) as { segments: { id: string }[] };
  await post('/deliveries/rehearsal', {
    audience: { kind: 'segment', segmentId: segments[0]!.id, connectionIds: [connectionId] },
    message: { content: { kind: 'text', text: 'hello' } },
  });
}
