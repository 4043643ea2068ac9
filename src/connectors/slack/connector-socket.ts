import type { SocketModeReceiver } from '@slack/bolt';
import { isObject, type Json } from '../shared/json-entries.ts';
import { clientOptions, type SlackContext, slackLogger } from './connector-client.ts';

type Envelope = { type: string; body: unknown; ack: () => Promise<void> };

/**
 * A Socket Mode connection. An event is acknowledged once `take` has resolved, so Slack repeats on another connection what was not
 * durable. It does not reconnect by itself: `ended` resolves and whoever holds the connection decides. A socket that goes
 * silent is noticed by Slack's pings, at least every 30 s.
 */
export async function openSlackSocket(context: SlackContext, take: (payload: Json) => Promise<void>) {
  const { SocketModeReceiver: Receiver } = await import('@slack/bolt');
  const receiver: SocketModeReceiver = new Receiver({
    appToken: context.settings.appToken,
    autoReconnectEnabled: false,
    logger: slackLogger(context.log),
    installerOptions: { clientOptions: clientOptions(context) },
  });
  const { client } = receiver;
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
  const underWay = new Set<Promise<void>>();
  let closing = false;
  client.removeAllListeners('slack_event');
  client.on('slack_event', ({ type, body, ack }: Envelope) => {
    if (closing) return;
    const work = (async () => {
      context.log.debug({ in: JSON.stringify(body) }, type);
      if (type === 'events_api' && isObject(body)) await take(body);
      await ack();
    })().catch((error: unknown) => end(error as Error));
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  });
  client.on('disconnected', () => end(new Error('the socket to Slack was closed')));
  await client.start();
  return {
    ended,
    async close(): Promise<void> {
      closing = true;
      await Promise.all(underWay);
      await Promise.race([client.disconnect(), ended]);
    },
  };
}
