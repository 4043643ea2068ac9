import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** One client of a local WebSocket server. */
export type Peer = {
  path: string;
  received: unknown[];
  send(message: unknown): void;
  ping(): void;
  /** Says goodbye with a code and waits for nothing. */
  close(code: number): void;
  /** Cuts the line without a word. */
  cut(): void;
  /** From now on it answers nothing, not even pings. */
  silent: boolean;
};

export type SocketServer = {
  address: string;
  peers: Peer[];
  close(): Promise<void>;
};

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** A local WebSocket server (RFC 6455, whole messages in single frames) that speaks JSON. */
export async function startSockets(on: {
  open?: (peer: Peer) => void;
  message: (peer: Peer, message: unknown) => void;
}): Promise<SocketServer> {
  const peers: Peer[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer((_request, response) => response.writeHead(426).end());
  server.on('upgrade', (request, socket) => {
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    const peer: Peer = {
      path: request.url ?? '/',
      received: [],
      silent: false,
      send: (message) => void (peer.silent || socket.write(frame(TEXT, Buffer.from(JSON.stringify(message))))),
      ping: () => void (peer.silent || socket.write(frame(PING, Buffer.from('p')))),
      close(code) {
        const body = Buffer.alloc(2);
        body.writeUInt16BE(code);
        socket.end(frame(CLOSE, body));
      },
      cut: () => socket.destroy(),
    };
    peers.push(peer);
    readFrames(socket, (kind, body) => {
      if (kind === TEXT) {
        const message: unknown = JSON.parse(body.toString());
        peer.received.push(message);
        if (!peer.silent) on.message(peer, message);
      } else if (kind === PING && !peer.silent) socket.write(frame(PONG, body));
      else if (kind === CLOSE && !peer.silent) socket.end(frame(CLOSE, body));
    });
    on.open?.(peer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    peers,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function frame(kind: number, body: Buffer): Buffer {
  const head =
    body.length < 126
      ? Buffer.from([0x80 | kind, body.length])
      : body.length < 65_536
        ? Buffer.from([0x80 | kind, 126, body.length >> 8, body.length & 255])
        : Buffer.concat([Buffer.from([0x80 | kind, 127, 0, 0, 0, 0]), uint32(body.length)]);
  return Buffer.concat([head, body]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Clients mask what they send. */
function readFrames(socket: Duplex, take: (kind: number, body: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 6) {
      const short = rest[1]! & 127;
      const skip = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (rest.length < skip + 4) return;
      const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
      if (rest.length < skip + 4 + length) return;
      const mask = rest.subarray(skip, skip + 4);
      const body = Buffer.from(rest.subarray(skip + 4, skip + 4 + length)).map(
        (byte, index) => byte ^ mask[index % 4]!,
      );
      const kind = rest[0]! & 15;
      rest = rest.subarray(skip + 4 + length);
      take(kind, Buffer.from(body));
    }
  });
}
