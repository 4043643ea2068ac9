import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommunityReport } from '#modules/insights/contract.ts';
import { importHistories, type ImportLedger } from './import-histories.ts';
import { sendEvents, type Ledger } from './send-events.ts';
import { freePort, ServerProcess } from './server-process.ts';

export type KillSummary = {
  kills: Record<string, number>;
  sent: number;
  acknowledged: number;
  /** Imports that ended well, the events of their files, and how often one had to be done over. */
  imported: ImportLedger;
  inLog: number;
  refusals: Record<string, number>;
  exitCode: number | null;
};

/** `restart` asks PostgreSQL to end, as an administrator would; the others are killed. */
const VICTIMS = ['server', 'engine', 'postgres', 'restart'] as const;

/**
 * Kills the server, the engine and PostgreSQL at moments drawn from `random` while clients send events and histories
 * are imported, then lets everything settle and counts the log. What was acknowledged must be there once, and so must
 * the events of every import that ended well.
 */
export async function killEverything(options: {
  kills: number;
  clients: number;
  random: () => number;
  say?: (text: string) => void;
  /** Ends the killing early; what was done so far is settled and counted. */
  enough?: AbortSignal;
}): Promise<KillSummary> {
  const { kills, clients, random, say = () => {}, enough } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'qunluo-kill-'));
  const server = new ServerProcess(dataDir, await freePort());
  const counts: Record<string, number> = Object.fromEntries(VICTIMS.map((victim) => [victim, 0]));
  try {
    await server.start();
    const token = await becomeOwner(server);
    const call = caller(server, token);
    const { id } = await call<{ id: string }>('POST', '/api/v1/communities', {
      name: 'Faults',
      key: 'faults',
      zone: 'Asia/Shanghai',
    });
    const ledger: Ledger = { sent: 0, acknowledged: 0, refusals: new Map() };
    const imported: ImportLedger = { imports: 0, events: 0, again: 0 };
    let over = false;
    const until = (): boolean => over;
    const sending = Array.from({ length: clients }, (_, client) =>
      sendEvents({
        client,
        url: () => `${server.address}/api/v1/events?community=${id}`,
        token: () => token,
        until,
        ledger,
        start: Date.now(),
      }),
    );
    const { address } = server;
    const importing = importHistories({ address, token, community: id, until, ledger: imported, start: Date.now() });
    // Heard below; a failure meanwhile must not end the process.
    importing.catch(() => undefined);
    for (let kill = 0; kill < kills; kill++) {
      if (enough?.aborted) break;
      // A quarter of the kills meets what the one before has not got over yet.
      if (random() < 0.75) await progress(ledger);
      await pause(300 + random() * 2500);
      const victim = VICTIMS[Math.floor(random() * VICTIMS.length)]!;
      say(`kill ${kill + 1} of ${kills}: ${victim}, ${ledger.acknowledged} acknowledged`);
      counts[victim]! += 1;
      if (victim === 'server') {
        await server.kill();
        await server.start();
      } else if (victim === 'restart') server.killChild(/postgres/, 'SIGINT');
      else server.killChild(victim === 'engine' ? /engine-process/ : /postgres/);
    }
    await pause(1000);
    over = true;
    await Promise.all([...sending, importing]);
    const inLog = await settle(call, id, ledger.sent + imported.events);
    const exitCode = await server.stop();
    const { sent, acknowledged, refusals } = ledger;
    return { kills: counts, sent, acknowledged, imported, inLog, refusals: Object.fromEntries(refusals), exitCode };
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when something more is acknowledged; after a minute in any case. */
async function progress(ledger: Ledger): Promise<void> {
  const before = ledger.acknowledged;
  for (let tries = 0; ledger.acknowledged === before && tries < 600; tries++) await pause(100);
}

/** Redeems the link that the first start printed, and gives the token of the command line. */
export async function becomeOwner(server: ServerProcess): Promise<string> {
  const link = /token=([\w-]+)/.exec(server.output)?.[1];
  if (!link) throw new Error(`no owner link was printed:\n${server.output}`);
  const response = await fetch(`${server.address}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.address },
    body: JSON.stringify({
      token: link,
      name: 'Owner',
      email: 'owner@example.com',
      password: 'correct horse battery staple',
      workspace: 'Tests',
    }),
  });
  if (!response.ok) throw new Error(`the link was refused: ${await response.text()}`);
  for (let tries = 0; tries < 50; tries++) {
    const token = await server.ownerToken().catch(() => '');
    if (token) return token;
    await pause(100);
  }
  throw new Error('no owner token was written');
}

/** One request with the owner's token; throws what was not answered with success. */
export type Call = <T>(method: string, path: string, body?: object) => Promise<T>;

export const caller =
  (server: ServerProcess, token: string): Call =>
  async <T>(method: string, path: string, body?: object) => {
    const response = await fetch(server.address + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };

/** Waits until the inbox is drained and gives how many events the log holds. */
async function settle(call: Call, community: string, expected: number): Promise<number> {
  let total = -1;
  for (let tries = 0; tries < 120; tries++) {
    try {
      await call('POST', `/api/v1/communities/${community}/evaluate`, {});
      const { report } = await call<{ report: CommunityReport }>('GET', `/api/v1/communities/${community}/overview`);
      total = report.events.total;
      if (total >= expected) return total;
    } catch {
      // The engine may still be coming back.
    }
    await pause(500);
  }
  return total;
}

/** `node e2e/faults/kill-everything.ts [KILLS] [SEED]`: Ctrl-C ends it early, with the summary so far. */
if (import.meta.main) {
  const kills = Number(process.argv[2] ?? 200);
  const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
  console.log(`${kills} kills, seed ${seed}`);
  let state = seed;
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const control = new AbortController();
  process.once('SIGINT', () => control.abort());
  const say = (text: string): void => console.log(text);
  const summary = await killEverything({ kills, clients: 8, random, say, enough: control.signal });
  console.log(summary);
  process.exitCode = summary.inLog === summary.sent + summary.imported.events ? 0 : 1;
}
