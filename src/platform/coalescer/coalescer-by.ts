import { type CoalescerOptions, createCoalescer } from './coalescer.ts';

/**
 * A coalescer for each key, made when it is first asked for. Past `most` keys all are let go: who waits in one is answered,
 * and who comes next begins anew.
 */
export function coalescerBy<Key, In, Out>({
  most,
  idOf,
  options,
}: {
  most: number;
  idOf: (key: Key) => string;
  options: (key: Key) => CoalescerOptions<In, Out>;
}): (key: Key, input: In) => Promise<Out> {
  const made = new Map<string, (input: In) => Promise<Out>>();
  return (key, input) => {
    const id = idOf(key);
    let coalesce = made.get(id);
    if (!coalesce) {
      if (made.size >= most) made.clear();
      made.set(id, (coalesce = createCoalescer(options(key))));
    }
    return coalesce(input);
  };
}
