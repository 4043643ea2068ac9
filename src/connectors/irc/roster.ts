/** Who is in which channels, by lower-case names of both; the value is the nick as it is written. */
export class Roster {
  readonly #channels = new Map<string, Map<string, string>>();

  /** The channels that somebody is in. */
  channelsOf(nick: string): string[] {
    return [...this.#channels].filter(([, people]) => people.has(nick)).map(([channel]) => channel);
  }

  has(channel: string, nick: string): boolean {
    return this.#channels.get(channel)?.has(nick) ?? false;
  }

  count(channel: string): number {
    return this.#channels.get(channel)?.size ?? 0;
  }

  add(channel: string, nick: string, written: string): void {
    this.#of(channel).set(nick, written);
  }

  remove(channel: string, nick: string): void {
    this.#channels.get(channel)?.delete(nick);
  }

  rename(from: string, to: string, written: string): void {
    for (const people of this.#channels.values()) if (people.delete(from)) people.set(to, written);
  }

  /** Puts the people of a channel in place of those who were thought to be there. */
  replace(channel: string, people: ReadonlyMap<string, string>): void {
    this.#channels.set(channel, new Map(people));
  }

  /** For memory: channel → nick → as it is written. */
  toJSON(): Record<string, Record<string, string>> {
    return Object.fromEntries([...this.#channels].map(([channel, people]) => [channel, Object.fromEntries(people)]));
  }

  #of(channel: string): Map<string, string> {
    let people = this.#channels.get(channel);
    if (!people) this.#channels.set(channel, (people = new Map()));
    return people;
  }
}

type Remembered = Record<string, Record<string, string>>;

/** Who came and who went since a channel was last looked at; undefined where nobody had looked. */
export function changesSince(
  remembered: string | undefined,
  channel: string,
  now: ReadonlyMap<string, string>,
): { came: [string, string][]; went: [string, string][] } | undefined {
  if (remembered === undefined) return undefined;
  const before = (JSON.parse(remembered) as Remembered)[channel];
  if (!before) return undefined;
  return {
    came: [...now].filter(([nick]) => !Object.hasOwn(before, nick)),
    went: Object.entries(before).filter(([nick]) => !now.has(nick)),
  };
}
