import { afterAll } from 'vitest';

const closers: (() => Promise<void>)[] = [];

/** What a test file opened without having to close it goes when the file's own `afterAll` is through. */
export const atEnd = (close: () => Promise<void>): void => void closers.push(close);

afterAll(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
