/** Where time comes from; passed in, so that rules and tests choose it. Milliseconds since 1970-01-01 UTC. */
export type Clock = { now(): number };

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
