import { detached } from './detached.ts';

/** Names kept at most: beyond, a mention of a new name is not resolved. */
const MOST = 200_000;

/** Which account a display name stands for, as far as a file has shown; a name that two accounts share stands for none. */
export class NameBook {
  readonly #ids = new Map<string, string | undefined>();

  add(name: string | undefined, id: string): void {
    if (name === undefined || name === '' || (this.#ids.size >= MOST && !this.#ids.has(name))) return;
    if (!this.#ids.has(name)) this.#ids.set(detached(name), detached(id));
    else if (this.#ids.get(name) !== id) this.#ids.set(name, undefined);
  }

  find(name: string): string | undefined {
    return this.#ids.get(name);
  }

  /** Accounts mentioned as `@name` in a text, names of up to four words. */
  mentionsIn(text: string): string[] {
    const found: string[] = [];
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      const words = text.slice(at + 1, at + 81).split(/[\s\u2005]/, 4);
      for (let count = words.length; count > 0; count--) {
        const id = this.#ids.get(words.slice(0, count).join(' '));
        if (id === undefined) continue;
        found.push(id);
        break;
      }
    }
    return [...new Set(found)];
  }
}
