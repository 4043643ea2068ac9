const closers: (() => Promise<void>)[] = [];

/** What a test file opened without having to close it goes when the file's own `afterAll` is through. */
export const atEnd = (close: () => Promise<void>): void => void closers.push(close);

/** Closes it, what was opened last first. */
export async function closeAtEnd(): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close();
}
