/** A ClickHouse type, taken apart: `Array(LowCardinality(String))` is Array of [LowCardinality of [String]]. */
export type ColumnType = {
  name: string;
  of: ColumnType[];
  labels: ReadonlyMap<number, string>;
  text: string;
  size: number;
};

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '\\' && quoted) at++;
    else if (sign === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (sign === '(') depth++;
    else if (sign === ')') depth--;
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

const NESTING = new Set(['Array', 'LowCardinality', 'Nullable', 'SimpleAggregateFunction']);

/** Reads a type as the engine writes it. */
export function parseColumnType(text: string): ColumnType {
  const open = text.indexOf('(');
  if (open < 0) return { name: text, of: [], labels: new Map(), text, size: 0 };
  const name = text.slice(0, open);
  const inside = splitTop(text.slice(open + 1, -1));
  const labels = new Map<number, string>();
  if (name === 'Enum8' || name === 'Enum16') {
    for (const entry of inside) {
      const match = /^'((?:[^'\\]|\\[^])*)' = (-?\d+)$/.exec(entry);
      if (!match) throw new TypeError(`cannot read the enum entry ${entry}`);
      labels.set(Number(match[2]), match[1]!.replaceAll(/\\([^])/g, '$1'));
    }
  }
  if (name === 'SimpleAggregateFunction') return parseColumnType(inside[1]!);
  const size = name === 'FixedString' || name === 'DateTime64' ? Number(inside[0]) : 0;
  return { name, of: NESTING.has(name) ? inside.map(parseColumnType) : [], labels, text, size };
}
