import { connect, type Socket } from 'node:net';

/**
 * A light load of its own process: keeps `connections` sockets busy with one request after another for some seconds and
 * prints what it saw as JSON. Requests are written by hand, because an HTTP client would cost more than the server.
 * Usage: node load-client.ts '{"port":…,"path":…,"token":…,"connections":…,"seconds":…,"batch":…,"prefix":…}'
 */
type Order = {
  port: number;
  path: string;
  token: string;
  connections: number;
  seconds: number;
  batch: number;
  prefix: string;
};

const order = JSON.parse(process.argv[2]!) as Order;
const until = performance.now() + order.seconds * 1000;
const latencies: number[] = [];
const refusals: Record<string, number> = {};
let number = 0;
let open = order.connections;

function event(): object {
  const own = number++;
  return {
    id: `${order.prefix}-${own}`,
    member: `u${own % 5000}`,
    group: `g${own % 20}`,
    kind: 'message',
    at: new Date(Date.now() - (own % 1_000_000)).toISOString(),
    platform: 'bench',
    text: '大家早上好，今天一起读第三章。',
  };
}

function request(): string {
  const events = Array.from({ length: order.batch }, event);
  const body = JSON.stringify({ events });
  return `POST ${order.path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${order.token}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function run(socket: Socket): void {
  let sent = 0;
  let answer = '';
  const next = (): void => {
    if (performance.now() >= until) return void socket.end();
    sent = performance.now();
    socket.write(request());
  };
  socket.setNoDelay(true);
  socket.on('connect', next);
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
    const head = answer.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
    if (answer.length < head + 4 + length) return;
    const status = answer.slice(9, 12);
    if (status === '202') latencies.push(performance.now() - sent);
    else refusals[status] = (refusals[status] ?? 0) + 1;
    answer = '';
    next();
  });
  socket.on('error', () => (refusals.connection = (refusals.connection ?? 0) + 1));
  socket.on('close', () => {
    if (--open > 0) return;
    latencies.sort((a, b) => a - b);
    const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
    const { length } = latencies;
    console.log(
      JSON.stringify({ requests: length, perSecond: length / order.seconds, p50: at(0.5), p99: at(0.99), refusals }),
    );
  });
}

for (let index = 0; index < order.connections; index++) run(connect(order.port, '127.0.0.1'));
