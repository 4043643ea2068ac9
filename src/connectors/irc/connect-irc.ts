import { type ConnectorContext, ConnectionRefused, refusePlainOutside } from '#modules/connections/index.ts';
import { createIrcClient, type IrcClient, type IrcOptions } from './irc-client.ts';
import type { IrcSettings } from './settings.ts';

/** Nicks tried before we give up. */
const NICKS = 4;
/** Milliseconds from the socket to the welcome. */
const PATIENCE = 30_000;

/** What a server says to whom it will not have, until something is changed. */
const FOR_GOOD: Record<string, string> = {
  464: 'the server wants another password',
  465: 'the server has banned us',
  466: 'the server is about to ban us',
  432: 'the server takes no such nick',
};

/** The same in the last words of servers that have no number for it. */
const LAST_WORDS = /bad password|password (?:incorrect|mismatch)|access denied|\bbanned\b|\b[kgz]-?lined?\b/i;

/** Lines that carry a password, in a form that the log's mask does not know. */
const SECRET = /^(AUTHENTICATE|PASS|PRIVMSG NickServ :IDENTIFY) .*/i;

/** A client that is registered with its network, under our nick or one like it. */
export type Registered = { client: IrcClient; ended: Promise<Error> };

const optionsOf = (settings: IrcSettings): IrcOptions => ({
  ...settings.server,
  rejectUnauthorized: settings.verifyTls,
  nick: settings.nick,
  username: settings.nick.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 9) || 'qunluo',
  gecos: settings.realName || 'Qunluo',
  ...(settings.serverPassword && { password: settings.serverPassword }),
  // Without an account the password of the server would be taken for one.
  account:
    settings.login === 'sasl'
      ? { account: settings.account || settings.nick, password: settings.password }
      : { account: '', password: '' },
  sasl_disconnect_on_fail: true,
  // Coming back is the runner's.
  auto_reconnect: false,
  ping_interval: settings.pingSeconds,
  ping_timeout: settings.silenceSeconds,
  version: 'Qunluo',
});

/**
 * Connects and registers. ConnectionRefused for a wrong password, a ban and the like; any other failure may pass.
 * `prepare` is called before anything is told.
 */
export async function connectIrc(
  { settings, log, signal }: ConnectorContext<IrcSettings>,
  prepare: (client: IrcClient) => void = () => undefined,
): Promise<Registered> {
  if (!settings.server.tls) await refusePlainOutside(settings.server.host);
  const client = createIrcClient();
  client.on('raw', ({ line, from_server: isIncoming }) => {
    const raw = line.trimEnd().replace(SECRET, '$1 •••');
    if (isIncoming) log.debug({ in: raw }, 'line');
    else log.debug({ out: raw }, 'line');
  });
  // Lines are short, and each send waits for an answer: gathering them would cost 40 ms each.
  client.on('raw socket connected', (socket) => socket.setNoDelay(true));
  prepare(client);
  const ended = endOf(client);
  await new Promise<void>((registered, failed) => {
    const timer = setTimeout(() => failed(new Error('the server did not welcome us in time')), PATIENCE);
    const refuse = (why: string): void => failed(new ConnectionRefused(why));
    let nicks = 0;
    const another = (): void => {
      nicks += 1;
      if (nicks < NICKS) client.changeNick(settings.nick.slice(0, 30 - nicks) + '_'.repeat(nicks));
      else failed(new Error('the nick and others like it are taken'));
    };
    let isRegistered = false;
    client.on('nick in use', () => {
      if (!isRegistered) another();
    });
    client.on('registered', () => {
      isRegistered = true;
      clearTimeout(timer);
      registered();
    });
    client.on('sasl failed', ({ reason, message }) => refuse(`the login failed: ${message ?? reason}`));
    client.connection.on('message', ({ command, params }) => {
      if (isRegistered) return;
      const words = params.at(-1) ?? '';
      if (FOR_GOOD[command]) refuse(`${FOR_GOOD[command]}: ${words}`);
      else if (command === 'ERROR' && LAST_WORDS.test(words)) refuse(`the server refused us: ${words}`);
    });
    void ended.then((error) => {
      clearTimeout(timer);
      failed(error);
    });
    signal.addEventListener('abort', () => failed(signal.reason as Error), { once: true });
    client.connect(optionsOf(settings));
  }).catch((error: unknown) => {
    dispose(client);
    throw error;
  });
  if (settings.login === 'nickserv') {
    const who = settings.account ? `${settings.account} ` : '';
    client.connection.write(`PRIVMSG NickServ :IDENTIFY ${who}${settings.password}`);
  }
  return { client, ended };
}

/** Resolves when the connection is over, with the reason: the server closed it, or is silent. */
function endOf(client: IrcClient): Promise<Error> {
  return new Promise((over) => {
    let lastWords = '';
    client.connection.on('message', ({ command, params }) => {
      if (command === 'ERROR') lastWords = params.at(-1) ?? '';
    });
    client.on('ping timeout', () => {
      over(new Error('the server answers no more'));
      dispose(client);
    });
    client.on('socket close', (error) =>
      over(
        new Error(error ? error.message || 'the connection broke' : lastWords || 'the server closed the connection'),
      ),
    );
  });
}

/** Lets go of the socket at once. */
export function dispose(client: IrcClient): void {
  client.connection.end();
  client.connection.transport?.disposeSocket();
}
