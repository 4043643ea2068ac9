import { connectDatabase, type PostgresSettings } from '#platform/postgres/index.ts';
import { type Claim, createRedeem } from '../redeem.ts';
import { watchSteps } from '#testkit/pool-steps.ts';

/** What a process redeems that a test kills: `holdAt` is the statement before which it stops for good. */
export type RedeemingOrder = {
  settings: PostgresSettings;
  ids: { workspaceId: string; communityId: string };
  claims: Claim[];
  /** So many at the same time. */
  callers: number;
  holdAt?: number | 'after';
};

const order = JSON.parse(process.argv[2]!) as RedeemingOrder;
const database = connectDatabase(order.settings);
const redeem = createRedeem(database);
const say = (line: string) => process.stdout.write(`${line}\n`);
const forEver = () => new Promise<never>(() => setInterval(() => undefined, 1000));

if (typeof order.holdAt === 'number')
  watchSteps(database.pool, async (step) => {
    if (step !== order.holdAt) return;
    say('held');
    await forEver();
  });

const waiting = [...order.claims];
const caller = async (): Promise<void> => {
  for (let claim = waiting.shift(); claim; claim = waiting.shift()) {
    const answer = await redeem(order.ids, claim).then(
      ({ orderId }) => orderId,
      (error: { code?: string }) => `refused ${error.code ?? String(error)}`,
    );
    if (order.holdAt === 'after') {
      say('held');
      await forEver();
    }
    say(`${claim.key} ${answer}`);
  }
};
await Promise.all(Array.from({ length: order.callers }, caller));
say('done');
await database.close();
