/** A memory of bounded size: what was asked for longest ago goes first. One thing larger than the bound is not kept. */
export class ByteLru<Value> {
  readonly #most: number;
  readonly #kept = new Map<string, { value: Value; bytes: number }>();
  readonly #flying = new Map<string, Promise<Value>>();
  #bytes = 0;

  /** `most`: bytes of all that is kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Bytes of what is kept, as their owners told. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Value | undefined {
    const found = this.#kept.get(key);
    if (!found) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  set(key: string, value: Value, bytes: number): void {
    this.delete(key);
    if (bytes > this.#most) return;
    this.#kept.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#most) break;
      this.delete(oldest);
    }
  }

  /**
   * What is kept, or what `make` gives, which is kept then. Whoever asks for the same meanwhile waits for that answer; a
   * failure is not kept.
   */
  async getOrMake(key: string, make: () => Promise<Value>, bytesOf: (value: Value) => number): Promise<Value> {
    const found = this.get(key) ?? this.#flying.get(key);
    if (found !== undefined) return found;
    const flight = make();
    this.#flying.set(key, flight);
    try {
      const made = await flight;
      this.set(key, made, bytesOf(made));
      return made;
    } finally {
      this.#flying.delete(key);
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}

/** A memory of its own for each owner, of `most` bytes, that goes when the owner does. */
export function lruOf<Owner extends object, Value>(most: number): (owner: Owner) => ByteLru<Value> {
  const kept = new WeakMap<Owner, ByteLru<Value>>();
  return (owner) => {
    const own = kept.get(owner) ?? new ByteLru<Value>(most);
    kept.set(owner, own);
    return own;
  };
}
