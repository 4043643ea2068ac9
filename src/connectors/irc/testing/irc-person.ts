import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Somebody at a terminal: says lines as they are and sees what comes. */
export class IrcPerson {
  readonly nick: string;
  readonly lines: string[] = [];
  readonly #socket: Socket;
  readonly #watching = new Set<() => void>();

  private constructor(nick: string, socket: Socket) {
    this.nick = nick;
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    const reader = createInterface({ input: socket });
    // It passes on what breaks the socket.
    reader.on('error', () => undefined);
    reader.on('line', (line) => {
      if (line.startsWith('PING')) this.say(line.replace('PING', 'PONG'));
      this.lines.push(line);
      for (const look of this.#watching) look();
    });
  }

  /** Comes in and joins channels. */
  static async enter(port: number, nick: string, channels: readonly string[] = []): Promise<IrcPerson> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const person = new IrcPerson(nick, socket);
    person.say(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`);
    await person.sees(/ 001 /);
    for (const channel of channels) {
      person.say(`JOIN ${channel}`);
      await person.sees(new RegExp(` 366 \\S+ ${channel} `));
    }
    return person;
  }

  say(...lines: string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  /** The first line that fits, seen already or soon. */
  async sees(pattern: RegExp): Promise<string> {
    return (await this.seesAll(pattern, 1))[0]!;
  }

  /** Lines that fit, once there are so many. */
  seesAll(pattern: RegExp, count: number, patienceMs = 20_000): Promise<string[]> {
    return new Promise((done, failed) => {
      const timer = setTimeout(() => {
        this.#watching.delete(look);
        failed(new Error(`${this.nick} saw no ${count} lines like ${pattern}: ${this.lines.slice(-8).join(' | ')}`));
      }, patienceMs);
      const look = (): void => {
        const found = this.lines.filter((line) => pattern.test(line));
        if (found.length < count) return;
        clearTimeout(timer);
        this.#watching.delete(look);
        done(found);
      };
      this.#watching.add(look);
      look();
    });
  }

  leave(): void {
    this.#socket.end('QUIT :bye\r\n');
  }
}
