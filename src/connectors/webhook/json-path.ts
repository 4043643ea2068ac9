const STEP = /(?:^|\.)([^.[\]"|=\s]+)|\[(\d{1,6})\]|\["([^"\]]{1,200})"\]/y;

/** One way to a value: its steps, or a word that stands for itself (`=message`). */
type Way = { steps: readonly (string | number)[] } | { word: string };

/** A path as a person writes it: `data.user.id`, `items[0].text`, `["odd key"]`; `a | b` takes the first there is; `=word` is the word. */
export type JsonPath = readonly Way[];

/** Reads a path. Throws a SyntaxError that says where it cannot be read. */
export function parsePath(text: string): JsonPath {
  return text.split('|').map((alternative) => {
    const path = alternative.trim();
    if (path.startsWith('=')) return { word: path.slice(1).trim() };
    return { steps: path === '$' ? [] : stepsOf(path.replace(/^\$\.?/, '')) };
  });
}

function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  let at = 0;
  while (at < path.length || steps.length === 0) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null || match[0] === '')
      throw new SyntaxError(`the path “${path}” cannot be read at character ${at + 1}`);
    steps.push(match[2] === undefined ? (match[1] ?? match[3]!) : Number(match[2]));
    at = STEP.lastIndex;
  }
  return steps;
}

/** The value a path leads to; undefined where there is none. Only a value's own keys are followed. */
export function valueAt(path: JsonPath, value: unknown): unknown {
  for (const way of path) {
    const found = 'word' in way ? way.word : follow(way.steps, value);
    if (found !== undefined && found !== null && found !== '') return found;
  }
  return undefined;
}

function follow(steps: readonly (string | number)[], value: unknown): unknown {
  let at = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}
