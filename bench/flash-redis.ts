import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

const PATHS = [
  process.env['QUNLUO_REDIS'],
  '/usr/bin/redis-server',
  '/usr/local/bin/redis-server',
  '/opt/homebrew/bin/redis-server',
];

/** Decides a try over stock, limit and points, takes them, and keeps the order. */
const SCRIPT = `
if redis.call('EXISTS', KEYS[3]) == 1 then return 'limit' end
local stock = tonumber(redis.call('GET', KEYS[1]))
if stock <= 0 then return 'sold_out' end
local balance = tonumber(redis.call('GET', KEYS[2]) or '0')
if balance < tonumber(ARGV[1]) then return 'poor' end
redis.call('DECR', KEYS[1])
redis.call('DECRBY', KEYS[2], ARGV[1])
redis.call('SET', KEYS[3], ARGV[2])
return 'order'`;

type Order = { directory: string; memberIds: readonly string[]; stock: number; callers: number; price: number };

/** The same sale in Redis with `appendfsync always`; undefined where redis-server is not installed. `QUNLUO_REDIS` names another. */
export async function flashInRedis(order: Order): Promise<{ perSecond: number; waits: number[] } | undefined> {
  const program = PATHS.find((path) => path && existsSync(path));
  if (!program) return undefined;
  mkdirSync(order.directory, { recursive: true });
  const socket = join(order.directory, 'redis.sock');
  const options = [
    '--port',
    '0',
    '--unixsocket',
    socket,
    '--dir',
    order.directory,
    '--save',
    '',
    '--appendonly',
    'yes',
  ];
  const server = spawn(program, [...options, '--appendfsync', 'always'], { stdio: 'ignore' });
  try {
    const client = await connectWhenUp(socket, server);
    const run = await sell(client, order);
    client.end();
    return run;
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
}

async function sell(client: Client, { memberIds, stock, callers, price }: Order) {
  await client.ask(['SET', 'stock', String(stock)]);
  await Promise.all(memberIds.map((id) => client.ask(['SET', `balance:${id}`, '1000'])));
  const sha = await client.ask(['SCRIPT', 'LOAD', SCRIPT]);
  const waiting = [...memberIds];
  const waits: number[] = [];
  let won = 0;
  const caller = async (): Promise<void> => {
    for (let id = waiting.pop(); id; id = waiting.pop()) {
      const asked = performance.now();
      const answer = await client.ask([
        'EVALSHA',
        sha,
        '3',
        'stock',
        `balance:${id}`,
        `order:${id}`,
        String(price),
        id,
      ]);
      if (answer === 'order') won += 1;
      waits.push(performance.now() - asked);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  const perSecond = (memberIds.length / (performance.now() - began)) * 1000;
  if (won !== stock) throw new Error(`Redis sold ${won} of ${stock}`);
  return { perSecond, waits };
}

type Client = { ask(words: readonly string[]): Promise<string>; end(): void };

async function connectWhenUp(path: string, server: ChildProcess): Promise<Client> {
  for (let tries = 0; tries < 200 && server.exitCode === null; tries += 1) {
    const socket = connect(path);
    const up = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (up) return clientOn(socket);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('redis-server does not answer');
}

/** Sends commands one after another on one connection, as a client with pipelining does; answers come in that order. */
function clientOn(socket: Socket): Client {
  const waiting: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];
  let rest = '';
  let outgoing: string[] = [];
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (let reply = takeReply(rest); reply; reply = takeReply(rest)) {
      rest = rest.slice(reply.length);
      const asked = waiting.shift()!;
      if (reply.failed) asked.reject(new Error(reply.text));
      else asked.resolve(reply.text);
    }
  });
  const flush = (): void => {
    socket.write(outgoing.join(''));
    outgoing = [];
  };
  return {
    ask: (words) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        if (outgoing.length === 0) setImmediate(flush);
        outgoing.push(
          `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`,
        );
      }),
    end: () => socket.destroy(),
  };
}

/** The first whole reply of RESP: a status, an error, a number, or a text. */
function takeReply(buffer: string): { text: string; length: number; failed: boolean } | undefined {
  const end = buffer.indexOf('\r\n');
  if (end < 0) return undefined;
  const head = buffer.slice(1, end);
  if (buffer[0] !== '$') return { text: head, length: end + 2, failed: buffer[0] === '-' };
  const bytes = Math.max(0, Number(head));
  const length = end + 2 + (Number(head) < 0 ? 0 : bytes + 2);
  return buffer.length < length ? undefined : { text: buffer.slice(end + 2, end + 2 + bytes), length, failed: false };
}
