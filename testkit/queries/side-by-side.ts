const WIDTH = 4;

/** Does some things that do not depend on each other, a few at a time: the engine works while the next is prepared. */
export async function sideBySide(works: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = [...works];
  const oneAfterAnother = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) await next();
  };
  await Promise.all(Array.from({ length: WIDTH }, oneAfterAnother));
}
