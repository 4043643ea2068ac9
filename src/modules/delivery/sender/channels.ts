import type { ConnectionRunner } from '#modules/connections/index.ts';

/** The way out: connections that this process holds open. */
export type Channels = Pick<ConnectionRunner, 'held' | 'onHeld' | 'send' | 'awaited'>;
