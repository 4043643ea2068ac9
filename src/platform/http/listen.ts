import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError, BadInput } from '#kernel/errors.ts';

/** Another program listens where the server should. */
export class PortInUse extends AppError {
  constructor(host: string, port: number) {
    super({
      code: 'port_in_use',
      status: 409,
      message: `port ${port} on ${host} is in use: stop what listens there, or choose another with QUNLUO_PORT`,
    });
  }
}

/** Throws PortInUse when something listens there already: asked before anything else is started. */
export async function checkPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen({ host, port }, resolve));
  } catch (error) {
    throw cannotListen(error, host, port);
  } finally {
    probe.close();
  }
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new PortInUse(host, port);
  if (code !== 'EACCES' && code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND') return error;
  const what = code === 'EACCES' ? `port ${port} needs more rights` : `${host} is not an address of this machine`;
  return new BadInput(
    `cannot listen: ${what}`,
    [{ where: code === 'EACCES' ? 'QUNLUO_PORT' : 'QUNLUO_HOST', what }],
    'cannot_listen',
  );
}

/** Listens and gives the address. Throws PortInUse; BadInput for an address or port that cannot be had. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw cannotListen(error, host, port);
  }
}

/** How long a request in flight may take after the server was told to stop. Milliseconds. */
const STOP_GRACE = 8_000;

/** Takes nothing new and lets requests in flight finish. */
export async function stopServer(app: FastifyInstance): Promise<void> {
  // A kept-alive connection becomes idle when its last answer is out; without this the server waits for its time-out.
  const idle = setInterval(() => app.server.closeIdleConnections(), 50);
  const force = setTimeout(() => app.server.closeAllConnections(), STOP_GRACE);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(force);
  }
}
