import type { ColumnMapping } from '../contract.ts';
import { parseClock, parseNumericDate } from '../shared/numeric-date.ts';

export type Field = keyof ColumnMapping;
export type Column = { name: string; samples: string[] };

/** What columns are called, most telling first; compared in lower case without blanks, dashes and underscores. */
const CALLED: Record<Field, readonly string[]> = {
  id: ['id', 'messageid', 'msgid', 'eventid', 'postid', 'commentid', '消息id', '消息编号', '编号', '帖子id', '序号'],
  at: [
    'at',
    'timestamp',
    'datetime',
    'createdat',
    'createtime',
    'createdtime',
    'sentat',
    'sendtime',
    'postedat',
    'date',
    'time',
    'ts',
    'created',
    '时间',
    '发送时间',
    '发言时间',
    '发布时间',
    '创建时间',
    '日期时间',
    '消息时间',
    '日期',
  ],
  time: ['time', 'clock', '时刻', '时间'],
  member: [
    'member',
    'memberid',
    'userid',
    'uid',
    'accountid',
    'authorid',
    'senderid',
    'openid',
    'wxid',
    'qq',
    'qq号',
    'user',
    'author',
    'sender',
    'username',
    'account',
    'from',
    'customer',
    'customerid',
    '成员',
    '成员id',
    '用户id',
    '用户',
    '账号',
    '发送者id',
    '发送人id',
    '发送者',
    '发送人',
    '发言人',
    '作者',
    '用户名',
    '昵称',
    '姓名',
    'nickname',
    'name',
  ],
  text: [
    'text',
    'message',
    'content',
    'body',
    'msg',
    'comment',
    'post',
    'messagetext',
    '内容',
    '消息',
    '正文',
    '消息内容',
    '发言',
    '发言内容',
    '文本',
    '评论',
  ],
  kind: ['kind', 'event', 'eventtype', 'action', '类型', '事件', '事件类型', '行为'],
  group: [
    'group',
    'groupid',
    'channel',
    'channelid',
    'room',
    'roomid',
    'chat',
    'chatid',
    'forum',
    '群',
    '群id',
    '群号',
    '群组',
    '频道',
    '群聊',
    '板块',
    '群名',
    '群名称',
    'groupname',
    'channelname',
  ],
  groupName: ['groupname', 'channelname', 'roomname', 'chatname', '群名', '群名称', '频道名称'],
  name: [
    'name',
    'nickname',
    'displayname',
    'username',
    'membername',
    'sendername',
    'authorname',
    '昵称',
    '姓名',
    '群昵称',
    '用户名',
  ],
  thread: ['thread', 'threadid', 'topic', 'topicid', 'conversation', '主题', '话题', '帖子'],
  replyTo: ['replyto', 'replytoid', 'inreplyto', 'parent', 'parentid', 'quotedid', '回复', '回复id', '引用'],
  target: ['target', 'targetid', 'to', 'recipient', '对象', '目标'],
  value: ['value', 'amount', 'price', 'total', 'score', '金额', '数值', '分值'],
};

/** In this order columns are given out, so that what an event needs is served first. */
const ORDER: readonly Field[] = [
  'member',
  'at',
  'text',
  'id',
  'kind',
  'group',
  'groupName',
  'name',
  'thread',
  'replyTo',
  'target',
  'value',
];

const plain = (name: string): string => name.toLowerCase().replace(/[\s_\-./]/g, '');

/** The columns of a table with a few values of each. */
export function columnsOf(rows: readonly (readonly string[])[]): Column[] {
  const [head = [], ...body] = rows;
  return head.map((name, index) => ({
    name: name.trim(),
    samples: body
      .map((row) => row[index] ?? '')
      .filter((value) => value !== '')
      .slice(0, 5)
      .map((value) => value.slice(0, 120)),
  }));
}

/** Which column seems to hold which field, by its name and, for dates, by its values. */
export function proposeMapping(columns: readonly Column[]): Partial<ColumnMapping> {
  const free = new Set(columns.map(({ name }) => name));
  const mapping: Partial<ColumnMapping> = {};
  for (const field of ORDER) {
    const found = CALLED[field].flatMap(
      (called) => columns.find(({ name }) => free.has(name) && plain(name) === called) ?? [],
    )[0];
    if (!found) continue;
    mapping[field] = found.name;
    free.delete(found.name);
  }
  mapping.at ??= columns.find(
    ({ name, samples }) => free.has(name) && samples.length > 0 && samples.every(looksLikeTime),
  )?.name;
  if (mapping.at === undefined) delete mapping.at;
  else if (isDateOnly(columns, mapping.at)) {
    const time = columns.find(
      ({ name, samples }) =>
        name !== mapping.at &&
        CALLED.time.includes(plain(name)) &&
        samples.some((value) => !Number.isNaN(parseClock(value))),
    );
    if (time) mapping.time = time.name;
  }
  return mapping;
}

const looksLikeTime = (value: string): boolean =>
  /^\d{4}[-/年]\d{1,2}[-/月]\d{1,2}/.test(value) ||
  /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}/.test(value) ||
  /^1\d{9}(\d{3})?$/.test(value);
const isDateOnly = (columns: readonly Column[], name: string): boolean =>
  (columns.find((column) => column.name === name)?.samples ?? []).every(
    (value) => parseNumericDate(value) !== undefined,
  );
