/** What a Chinese notice says happened; a name that is empty is the one who made the export. */
export type ChineseNotice = { kind: 'join' | 'leave' | 'recall'; people: string[]; by?: string };

const strip = (name: string): string => name.replace(/^["“”'\s]+|["“”'\s]+$/g, '');
const isSelf = (name: string): boolean => name === '你' || name === '您' || name === '';
const one = (name: string): string => (isSelf(strip(name)) ? '' : strip(name));
const many = (names: string): string[] => names.split('、').map(one);

/** Wordings of WeChat and QQ; the first that fits is taken. */
const RULES: readonly (readonly [RegExp, (groups: string[]) => ChineseNotice])[] = [
  [/^(.+?)\s?撤回了一条消息/, ([who]) => ({ kind: 'recall', people: [one(who!)] })],
  [/^(.+?)\s?尝试撤回/, ([who]) => ({ kind: 'recall', people: [one(who!)] })],
  [/^(.+?)\s?通过扫描\s?(.+?)\s?分享的二维码加入/, ([who, by]) => ({ kind: 'join', people: many(who!), by: one(by!) })],
  [/^(.+?)\s?与群里其他人都不是.*$/, () => ({ kind: 'join', people: [] })],
  [
    /^(.+?)\s?邀请\s?(.+?)\s?加入了?(?:群聊|本群|该群|群)/,
    ([by, who]) => ({ kind: 'join', people: many(who!), by: one(by!) }),
  ],
  [/^(.+?)\s?(?:已?加入了?|进入了?)(?:群聊|本群|该群|群)/, ([who]) => ({ kind: 'join', people: many(who!) })],
  [
    /^(.+?)\s?(?:将|把)\s?(.+?)\s?移出了?(?:群聊|本群|该群|群)/,
    ([by, who]) => ({ kind: 'leave', people: many(who!), by: one(by!) }),
  ],
  [
    /^(.+?)\s?被\s?(?:管理员|群主)?\s?(.*?)\s?(?:移出|踢出|移除)了?(?:群聊|本群|该群|群)/,
    ([who, by]) => ({ kind: 'leave', people: many(who!), by: one(by!) }),
  ],
  [/^(.+?)\s?已?(?:退出|离开)了?(?:群聊|本群|该群|群)/, ([who]) => ({ kind: 'leave', people: many(who!) })],
];

/** Reads a notice, or undefined where it tells nothing about people. */
export function parseChineseNotice(text: string): ChineseNotice | undefined {
  const line = text.trim().split('\n', 1)[0]!;
  if (line.length > 600) return undefined;
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(line);
    if (match) {
      const notice = read(match.slice(1));
      return notice.people.length > 0 ? notice : undefined;
    }
  }
  return undefined;
}
