import { connectDatabase, type PostgresSettings } from '#platform/postgres/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Outgoing, SendOutcome } from '#modules/connections/index.ts';
import { DeliveryWorker } from '../delivery-worker.ts';
import type { Channel } from '../order.ts';

/** A process that sends, to be killed: it hands over to the platform of the test by HTTP. */
export type SendingOrder = { settings: PostgresSettings; workspaceId: string; channel: Channel; platform: string };

const order = JSON.parse(process.argv[2]!) as SendingOrder;
const database = connectDatabase(order.settings);
const ref = { workspaceId: order.workspaceId, connectionId: order.channel.id };
const worker = new DeliveryWorker({
  database,
  log: createLogger({ logLevel: 'silent' }),
  clock: { now: () => Date.now() },
  channels: {
    held: () => [ref],
    onHeld: () => () => undefined,
    awaited: async () => ({ fate: 'waiting' }),
    send: async (_, message: Outgoing): Promise<SendOutcome> => {
      const response = await fetch(order.platform, { method: 'POST', body: JSON.stringify(message) });
      return (await response.json()) as SendOutcome;
    },
  },
  listChannels: async () => [order.channel],
  listWorkspaces: async () => [order.workspaceId],
  leaseMs: 400,
  lookAroundMs: 200,
});
await worker.start();
process.stdout.write('sending\n');
