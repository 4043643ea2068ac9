import type { Outgoing, SendOutcome } from '#modules/connections/index.ts';
import type { Channels } from '../sender/channels.ts';

/** A message that arrived, and when. */
export type Arrived = { message: Outgoing; at: number };

/** A platform in memory that keeps what arrives, and answers as it is told. */
export type StandIn = Channels & {
  arrived: Arrived[];
  /** Recipients that something is on its way to. */
  going: Set<string>;
  /** Said of a message instead of taking it; undefined: it is taken. */
  answer: (message: Outgoing) => SendOutcome | undefined;
  /** Resolves when it lets a message in. */
  delay: (message: Outgoing) => Promise<void>;
  awaitedAnswer: Awaited<ReturnType<Channels['awaited']>>;
  setHeld(refs: { workspaceId: string; connectionId: string }[]): void;
  /** Messages to one recipient that were on their way together: must stay 0. */
  crossed: number;
};

export function standIn(now: () => number = Date.now): StandIn {
  let held: { workspaceId: string; connectionId: string }[] = [];
  const callbacks = new Set<(ref: { workspaceId: string; connectionId: string }) => void>();
  const platform: StandIn = {
    arrived: [],
    going: new Set(),
    crossed: 0,
    answer: () => undefined,
    delay: async () => undefined,
    awaitedAnswer: { fate: 'waiting' },
    held: () => held,
    setHeld(refs) {
      held = refs;
      for (const ref of refs) for (const callback of callbacks) callback(ref);
    },
    onHeld(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    async send(connectionId, message) {
      const recipient = `${connectionId} ${message.to.id}`;
      if (platform.going.has(recipient)) platform.crossed += 1;
      platform.going.add(recipient);
      try {
        await platform.delay(message);
        const said = platform.answer(message);
        if (said) return said;
        platform.arrived.push({ message, at: now() });
        return { fate: 'sent', id: `m-${message.id}` };
      } finally {
        platform.going.delete(recipient);
      }
    },
    awaited: async () => platform.awaitedAnswer,
  };
  return platform;
}
