/** A line that opens what somebody else wrote, as mail programs word it. */
const INTRODUCES = [
  /^-{2,}\s*(original message|forwarded message|原始邮件|原邮件|转发的邮件|回复的原邮件)\s*-{2,}$/i,
  /^-{4,}\s*回复的原邮件\s*-{4,}$/,
  /^_{20,}$/,
  /^(on|am|le|el)\s.{4,200}\s(wrote|schrieb.{0,100}|a écrit|escribió)\s?:$/i,
  /^(在\s?)?.{4,200}(写道|寫道)\s?[:：]$/,
  /^.{1,100}于.{4,60}写道\s?[:：]$/,
];
/** Lines of a header as Outlook quotes it; two of them in a row begin the quoted mail. */
const QUOTED_HEADER = /^\*?(from|sent|to|cc|date|subject|发件人|发送时间|发送日期|收件人|抄送|主题|日期)\*?\s?[:：]/i;
/** RFC 3676: the signature begins after this line. */
const SIGNATURE = /^-- ?$/;

/**
 * What somebody wrote in an answer, without the mail it answers and without the signature. A mail that is nothing but quoted text is
 * kept whole: then it is a forward, and that is what was said.
 */
export function stripQuoted(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const end = lines.findIndex((line, at) => endsHere(lines, at, line.trim()));
  const own = (end < 0 ? lines : lines.slice(0, end)).filter((line) => !/^\s{0,3}>/.test(line));
  const kept = tidy(own);
  return kept === '' ? tidy(lines) : kept;
}

function endsHere(lines: readonly string[], at: number, line: string): boolean {
  if (SIGNATURE.test(lines[at]!)) return true;
  if (line.length > 320) return false;
  if (INTRODUCES.some((pattern) => pattern.test(line))) return isQuotedAfter(lines, at);
  // The attribution may be wrapped over two lines.
  if (/^(on|am|le|el|在)\s/i.test(line) && !/[:：]$/.test(line)) {
    const joined = `${line} ${(lines[at + 1] ?? '').trim()}`;
    if (joined.length <= 320 && INTRODUCES.some((pattern) => pattern.test(joined))) return isQuotedAfter(lines, at + 1);
  }
  return QUOTED_HEADER.test(line) && QUOTED_HEADER.test((lines[at + 1] ?? '').trim());
}

/** Where the quoted lines are marked and something stands between or after them, that is the answer: then the attribution ends nothing. */
function isQuotedAfter(lines: readonly string[], at: number): boolean {
  const rest = lines.slice(at + 1).map((line) => line.trim());
  const signature = rest.findIndex((line) => line === '--');
  const body = (signature < 0 ? rest : rest.slice(0, signature)).filter((line) => line !== '');
  return !body.some((line) => line.startsWith('>')) || body.every((line) => line.startsWith('>'));
}

const tidy = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
