import type { SheetMapping } from '../contract.ts';

type Field = keyof SheetMapping;

/** What the columns of sign-in sheets are called, most telling first; compared without blanks, marks and case. */
const CALLED: Record<Field, readonly string[]> = {
  name: [
    '姓名',
    '名字',
    '签到人',
    '参会人',
    '参加者',
    '昵称',
    '称呼',
    'name',
    'fullname',
    'attendee',
    'participant',
    'guest',
    'member',
    '成员',
  ],
  contact: [
    '手机号',
    '手机',
    '手机号码',
    '电话',
    '联系电话',
    '联系方式',
    '邮箱',
    '电子邮箱',
    'phone',
    'phonenumber',
    'mobile',
    'tel',
    'telephone',
    'email',
    'mail',
    'contact',
  ],
  id: [
    '会员号',
    '会员编号',
    '成员编号',
    '工号',
    '学号',
    '账号',
    '微信号',
    'qq',
    'qq号',
    'memberid',
    'memberno',
    'membernumber',
    'userid',
    'account',
    'id',
  ],
  date: [
    '日期',
    '签到日期',
    '活动日期',
    '签到时间',
    '时间',
    'date',
    'day',
    'signedat',
    'signintime',
    'checkintime',
    'time',
  ],
  session: ['场次', '活动', '活动名称', '主题', '课程', 'session', 'event', 'eventname', 'topic', 'class'],
  signed: [
    '签到',
    '出席',
    '到场',
    '是否到场',
    '是否签到',
    '签名',
    'signed',
    'signin',
    'signature',
    'attended',
    'attendance',
    'present',
    'checkedin',
  ],
};

/** Columns that no sign-in sheet has: with one of them the table is a chat, an order list or something else. */
const FOREIGN = /^(text|message|content|body|内容|消息|正文|发言|amount|price|total|金额|单价|kind|event_?type|类型)$/i;

const ORDER: readonly Field[] = ['name', 'contact', 'id', 'date', 'session', 'signed'];

const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_\-./:*()（）]/g, '');

/** Which column seems to hold what, by its name. */
export function proposeSheetMapping(head: readonly string[]): SheetMapping {
  const free = new Set(head.map((_, at) => at));
  const mapping: SheetMapping = {};
  for (const field of ORDER) {
    const found = CALLED[field]
      .map((called) => [...free].find((at) => plain(head[at]!) === called))
      .find((at) => at !== undefined);
    if (found === undefined) continue;
    mapping[field] = head[found]!.trim();
    free.delete(found);
  }
  return mapping;
}

/** Whether the columns can be those of a sign-in sheet at all. */
export const isForeign = (head: readonly string[]): boolean => head.some((name) => FOREIGN.test(name.trim()));

/** How many rows above the head may hold a title, a venue, a host. */
const ABOVE = 10;

/**
 * Where the names of the columns stand: the first row that names all that were chosen, or else most that are known, or
 * else the widest; -1 where there is no row at all, or none that names what was chosen.
 */
export function findHead(rows: readonly (readonly string[])[], chosen?: SheetMapping): number {
  const names = Object.values(chosen ?? {}).filter((name) => name !== undefined);
  let found = -1;
  let most = 0;
  for (const [at, row] of rows.slice(0, ABOVE + 1).entries()) {
    const cells = row.map((cell) => cell.trim());
    if (names.length > 0) {
      if (names.every((name) => cells.includes(name))) return at;
      continue;
    }
    // A name that is known counts for more than any number of columns.
    const worth = Object.keys(proposeSheetMapping(cells)).length * 1000 + cells.filter((cell) => cell !== '').length;
    if (worth > most) {
      found = at;
      most = worth;
    }
  }
  return found;
}
