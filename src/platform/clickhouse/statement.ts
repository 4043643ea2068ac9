/** A word, quoted thing or sign of a statement, with where it stands and how deep in brackets. */
export type Token = { text: string; start: number; end: number; depth: number };

const TOKEN =
  /(?<skip>\s+|--[^\n]*|#!?[ !][^\n]*|\/\*[^]*?(?:\*\/|$))|(?<heredoc>\$(\w*)\$[^]*?\$\3\$)|(?<quoted>'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`(?:[^`\\]|\\[^]|``)*`)|(?<word>[A-Za-z_][\w$]*)|(?<number>\d[\w.]*)|(?<sign>[^])/gy;

/** The tokens of a ClickHouse statement; comments and blanks are left out. Stops where `limit` is reached. */
export function* tokens(text: string, limit = text.length): Generator<Token> {
  TOKEN.lastIndex = 0;
  let at = 0;
  let depth = 0;
  while (at < limit) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text)!;
    const start = at;
    at += match[0].length;
    if (match.groups!['skip'] !== undefined) continue;
    const found = match[0];
    if (found === ')' || found === ']' || found === '}') depth--;
    yield { text: found, start, end: at, depth };
    if (found === '(' || found === '[' || found === '{') depth++;
  }
}

/** Splits a script at its semicolons, which do not count inside strings, comments and names. */
export function splitStatements(script: string): string[] {
  const found: string[] = [];
  let from = -1;
  let to = 0;
  for (const token of tokens(script)) {
    if (token.text === ';' && token.depth === 0) {
      if (from >= 0) found.push(script.slice(from, to));
      from = -1;
      continue;
    }
    if (from < 0) from = token.start;
    to = token.end;
  }
  if (from >= 0) found.push(script.slice(from, to));
  return found;
}

export type Shape = {
  /** First word, in capitals: SELECT, INSERT, ALTER … */
  verb: string;
  /** Format named by the statement itself. */
  format?: string;
  /** The statement without its FORMAT clause and closing semicolon. */
  bare: string;
  /** An INSERT whose rows come after it; `into` is where `FROM INFILE` belongs. */
  data?: { into: string; tail: string };
};

/** What the HTTP interface must know of a statement: its verb, its FORMAT clause, and whether rows follow it. */
export function shapeOf(text: string): Shape {
  const list: Token[] = [];
  for (const token of tokens(text)) if (token.depth === 0) list.push(token);
  while (list.at(-1)?.text === ';') list.pop();
  const word = (at: number): string => list[at]?.text.toUpperCase() ?? '';
  const verb = word(0);
  const end = list.at(-1)?.end ?? 0;
  const formatAt = word(list.length - 2) === 'FORMAT' ? list.length - 2 : -1;
  const named = formatAt > 0 ? { format: list[formatAt + 1]!.text } : {};
  const bare = text.slice(0, formatAt > 0 ? list[formatAt - 1]!.end : end);
  if (verb !== 'INSERT') return { verb, ...named, bare };
  const words = list.map((token) => token.text.toUpperCase());
  if (words.includes('SELECT') || words.includes('WITH') || words.includes('INFILE')) return { verb, ...named, bare };
  const valuesAt = words.indexOf('VALUES', 3);
  if (valuesAt > 0 && valuesAt === list.length - 1) {
    return { verb, format: 'Values', bare, data: { into: text.slice(0, list[valuesAt]!.start), tail: '' } };
  }
  if (valuesAt > 0 || formatAt < 0) return { verb, ...named, bare };
  const settingsAt = words.indexOf('SETTINGS', 3);
  const cut = settingsAt > 0 ? list[settingsAt]!.start : list[formatAt]!.start;
  return { verb, ...named, bare, data: { into: text.slice(0, cut), tail: text.slice(cut, list[formatAt]!.start) } };
}
