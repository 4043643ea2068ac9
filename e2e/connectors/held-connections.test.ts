import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '#connectors/connectors.ts';
import { IrcPerson } from '#connectors/irc/testing/irc-person.ts';
import { type Ngircd, startNgircd } from '#connectors/irc/testing/ngircd.ts';
import { systemClock } from '#kernel/clock.ts';
import { derivedId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { attachChat, createConnection, noteChats } from '#modules/connections/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { type Database, openDatabase, type PostgresServer, startPostgres } from '#platform/postgres/index.ts';
import { createSecretBox, deriveKey } from '#platform/secrets/index.ts';
import { findProgram } from '#testkit/debian-program.ts';

const SECRET = 'a secret of at least 32 characters';
const PROGRAM = new URL('hold-connections.ts', import.meta.url).pathname;
const ngircd = findProgram('ngircd');
if (!ngircd) console.warn('ngircd is not installed: the tests of held connections are skipped');

/** A process that may hold connections. */
type Holder = { child: ChildProcess; held: string[] };

describe.skipIf(!ngircd)('a connection to IRC, held by one of several processes', () => {
  const log = pino({ level: 'silent' });
  const holders: Holder[] = [];
  let dataDir: string;
  let postgres: PostgresServer;
  let database: Database;
  let server: Ngircd;
  let ann: IrcPerson;
  let workspaceId: string;
  let connectionId: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'qunluo-held-'));
    [postgres, server] = await Promise.all([startPostgres({ dataDir, log }), startNgircd(ngircd!)]);
    database = await openDatabase(postgres, { log });
    workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'Held'));
    await database.inWorkspace(workspaceId, async (tx) => {
      const { id: communityId } = await createCommunity(tx, workspaceId, { name: 'Books' });
      const parts = { connectors: CONNECTORS, clock: systemClock, secrets: createSecretBox(deriveKey(SECRET)) };
      const settings = {
        server: `irc://127.0.0.1:${server.port}`,
        nick: 'qunluo',
        channels: '#books',
        network: 'test',
      };
      const actor = { kind: 'system', workspaceId } as const;
      connectionId = (await createConnection(parts, tx, actor, { connector: 'irc', name: 'Bot', settings })).id;
      const now = new Date();
      await noteChats(tx, connectionId, [{ id: '#books@test', name: '#books', kind: 'room' }], { now, guessed: false });
      const chatId = derivedId('chat', connectionId, '#books@test');
      await attachChat(tx, { connectionId, chatId, platform: 'irc' }, { communityId, now });
    });
    ann = await IrcPerson.enter(server.port, 'ann', ['#books']);
  }, 120_000);
  afterAll(async () => {
    for (const { child } of holders) child.kill('SIGKILL');
    ann?.leave();
    await server?.close();
    await database?.close();
    await postgres?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  const hold = async (): Promise<Holder> => {
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(postgres.settings), SECRET], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const holder: Holder = { child, held: [] };
    holders.push(holder);
    await new Promise<void>((ready, failed) => {
      child.once('exit', () => failed(new Error('the process ended early')));
      createInterface({ input: child.stdout! }).on('line', (line) => {
        if (line === 'ready') ready();
        else holder.held.push(line.slice('held '.length));
      });
    });
    return holder;
  };
  /** What was heard of ann and is durable, in order. */
  const heard = async (): Promise<string[]> => {
    const { rows } = await database.inWorkspace(workspaceId, (tx) =>
      sql<{ text: string }>`
        SELECT event::jsonb ->> 'text' AS text FROM inbox WHERE event::jsonb ->> 'kind' = 'message' ORDER BY arrival
      `.execute(tx),
    );
    return rows.map(({ text }) => text);
  };
  const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix} 第${at}句`);
  /** About 200 messages a second. */
  const saySteadily = async (texts: readonly string[]): Promise<void> => {
    for (const text of texts) {
      ann.say(`PRIVMSG #books :${text}`);
      await sleep(5);
    }
  };

  it('is taken over within seconds when the process that holds it is killed', async () => {
    const [one, other] = [await hold(), await hold()];
    await ann.sees(/qunluo!\S+ JOIN/);
    await expect.poll(() => one.held.length + other.held.length).toBe(1);
    const before = numbered('before', 50);
    await saySteadily(before);
    await expect.poll(heard, { timeout: 20_000 }).toEqual(before);
    const [holder, heir] = one.held.length > 0 ? [one, other] : [other, one];
    const killed = performance.now();
    const gone = once(holder.child, 'exit');
    holder.child.kill('SIGKILL');
    await gone;
    await expect.poll(() => heir.held, { timeout: 20_000 }).toEqual([connectionId]);
    await ann.seesAll(/qunluo\S*!\S+ JOIN/, 2);
    expect((performance.now() - killed) / 1000).toBeLessThan(15);
    const after = numbered('after', 50);
    await saySteadily(after);
    await expect.poll(heard, { timeout: 20_000 }).toEqual([...before, ...after]);
  }, 90_000);

  it('loses and doubles nothing while PostgreSQL is restarted, and again when it is killed, under load', async () => {
    const earlier = await heard();
    const said = numbered('restart', 1200);
    const saying = saySteadily(said);
    await sleep(1500);
    process.kill(postgres.pid()!, 'SIGINT');
    await sleep(2500);
    await expect.poll(() => postgres.pid(), { timeout: 20_000 }).toBeTypeOf('number');
    process.kill(postgres.pid()!, 'SIGKILL');
    await saying;
    const read = () => heard().catch(() => []);
    await expect
      .poll(async () => (await read()).length, { timeout: 40_000, interval: 200 })
      .toBe(earlier.length + said.length);
    expect((await heard()).slice(earlier.length)).toEqual(said);
    // The session went on: nobody came or left.
    expect(ann.lines.filter((line) => /qunluo\S*!\S+ (JOIN|QUIT)/.test(line))).toHaveLength(3);
  }, 120_000);
});
