/** The texts that each named query has had, in this process; undefined while nobody records. */
let record: Map<string, Set<string>> | undefined;

const NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9_]*)+$/;

/** Notes a query's text under its name, and refuses a name that is none. */
export function noteQuery(name: string, text: string): void {
  if (!NAME.test(name)) throw new TypeError(`a query is named module.what_it_reads, not ${JSON.stringify(name)}`);
  record?.set(name, (record.get(name) ?? new Set()).add(text));
}

const dedent = (text: string): string => {
  const lines = text
    .replaceAll('\t', '  ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines
    .map((line, index) => (index === 0 ? line.trim() : line.slice(Math.min(indent, line.search(/\S/))).trimEnd()))
    .join('\n');
};

/**
 * Records every named query while `work` runs, and gives their texts in the order of their names: what a test prints to
 * `queries.snapshot.sql`, so that a changed query is seen in review. Parameters show as placeholders, so texts are stable.
 */
export async function recordQueries(work: () => Promise<void>): Promise<string> {
  record = new Map();
  try {
    await work();
    const names = [...record.keys()].toSorted();
    return names
      .map((name) =>
        [...record!.get(name)!]
          .map(dedent)
          .toSorted()
          .map((text) => `-- ${name}\n${text};\n`)
          .join('\n'),
      )
      .join('\n');
  } finally {
    record = undefined;
  }
}
