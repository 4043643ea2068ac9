/** What a notice of the system says happened; `person` and `by` as written, empty for the one who made the export. */
export type Notice =
  | { kind: 'join' | 'leave'; person: string; by?: string }
  | { kind: 'rename'; person: string; to: string }
  | { kind: 'title'; title: string; person: string };

type Rule = readonly [pattern: RegExp, read: (groups: string[]) => Notice];

const YOU = /^(you|您|你)$/i;
const name = (text: string): string => (YOU.test(text.trim()) ? '' : text.trim());
const join = (person: string, by?: string): Notice => ({
  kind: 'join',
  person: name(person),
  by: by === undefined ? undefined : name(by),
});
const leave = (person: string, by?: string): Notice => ({
  kind: 'leave',
  person: name(person),
  by: by === undefined ? undefined : name(by),
});

/** English and Chinese (simplified and traditional) wordings; the first that fits is taken. */
const RULES: readonly Rule[] = [
  [
    /^(.+?) (?:changed the (?:subject|group name)|changed the subject) (?:from .* )?to ["“”](.+)["“”]\.?$/s,
    ([who, title]) => ({ kind: 'title', title: title!, person: name(who!) }),
  ],
  [/^(.+?) created (?:this )?group(?: ["“”](.+)["“”])?\.?$/s, ([who]) => join(who!)],
  [/^(.+?)\s?(?:创建了?群组?|建立了?群組?|创建了此群组?)\s?["“”「](.+)["“”」]。?$/s, ([who]) => join(who!)],
  [
    /^(.+?) (?:changed|has changed) (?:their phone number )?to (\+[\d\s()\u2011-]{6,})\.?$/,
    ([who, to]) => ({ kind: 'rename', person: who!.trim(), to: to!.trim() }),
  ],
  [/^(.+?) joined (?:using|via) .*(?:link|invite)\.?$/s, ([who]) => join(who!)],
  [/^(.+?) joined (?:from the community|this group)?\.?$/s, ([who]) => join(who!)],
  [/^(.+?) (?:was|were) added(?: by (.+?))?\.?$/s, ([who, by]) => join(who!, by)],
  [/^(.+?) (?:was|were) removed(?: by (.+?))?\.?$/s, ([who, by]) => leave(who!, by)],
  [/^(.+?) added (.+?)\.?$/s, ([by, who]) => join(who!, by)],
  [/^(.+?) removed (.+?)\.?$/s, ([by, who]) => leave(who!, by)],
  [/^(.+?) left(?: the group)?\.?$/s, ([who]) => leave(who!)],
  [
    /^(.+?)\s?(?:使用|通过|透过|透過|经由|經由)\s?.*?(?:邀请|邀請|链接|連結).*?(?:加入|加入了.*)。?$/s,
    ([who]) => join(who!),
  ],
  [/^(.+?)\s?已?加入了?(?:此|本|该)?(?:群组|群組|群|社群)?。?$/s, ([who]) => join(who!)],
  [/^(.+?)\s?(?:添加了|已添加|新增了|已新增|加入了)\s?(.+?)。?$/s, ([by, who]) => join(who!, by)],
  [/^(.+?)\s?(?:移除了|已移除)\s?(.+?)。?$/s, ([by, who]) => leave(who!, by)],
  [/^(.+?)\s?(?:将|將)\s?(.+?)\s?(?:移出|踢出).*$/s, ([by, who]) => leave(who!, by)],
  [/^(.+?)\s?(?:已?离开|已?離開|已?退出)了?(?:此|本|该)?(?:群组|群組|群)?。?$/s, ([who]) => leave(who!)],
];

/** Reads a notice, or undefined where it tells nothing about people. */
export function parseNotice(text: string): Notice | undefined {
  if (text.length > 400) return undefined;
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(text);
    if (match) return read(match.slice(1));
  }
  return undefined;
}

/** Several people in one notice: `A, B and C`, `A、B和C`. */
export function peopleOf(list: string): string[] {
  if (list === '') return [''];
  return list
    .split(/,\s|、|\sand\s|\s和\s|\s及\s/)
    .map((one) => name(one))
    .filter((one, index, all) => all.indexOf(one) === index);
}
