import iconv from 'iconv-lite';
import type { FormatId } from '../contract.ts';
import { tarGzOf, zipOf } from './pack.ts';

export type Sample = { name: string; data: Buffer; events: number };

const RULE = '================';
const json = (value: unknown): string => JSON.stringify(value, null, 1);
const slackUsers = json([{ id: 'U1', name: 'ann', profile: { display_name: '小安' } }]);
const slackDay = json([
  {
    type: 'message',
    user: 'U1',
    text: 'hi <@U1>',
    ts: '1714500001.000200',
    reactions: [{ name: '+1', users: ['U1'] }],
  },
]);
const zulipMessages = json({
  zerver_message: [{ id: 1, sender: 11, recipient: 70, subject: 't', content: 'hi', date_sent: 1714500000 }],
});
const zulipRealm = json({
  zerver_userprofile: [{ id: 11, full_name: 'Ann' }],
  zerver_stream: [{ id: 7, name: 's' }],
  zerver_recipient: [{ id: 70, type: 2, type_id: 7 }],
});

/** A small export of every format, by our own hand, with the number of events it gives. */
export async function samples(): Promise<Record<FormatId, Sample>> {
  return {
    'qunluo-jsonl': sample(
      'events.jsonl',
      '{"id":"1","group":"g","member":"m","kind":"message","at":"2024-05-01T00:00:00Z","text":"你好"}\n{"id":"2","member":"m","kind":"join","at":"2024-05-01T00:00:01Z"}',
      2,
    ),
    telegram: sample(
      'result.json',
      json({
        name: '群',
        type: 'private_group',
        id: 1,
        messages: [
          {
            id: 1,
            type: 'message',
            date: '2024-05-01T10:00:00',
            date_unixtime: '1714528800',
            from: 'A',
            from_id: 'user1',
            text: ['你', { type: 'bold', text: '好' }],
          },
          {
            id: 2,
            type: 'service',
            date: '2024-05-01T10:00:00',
            date_unixtime: '1714528801',
            actor: 'A',
            actor_id: 'user1',
            action: 'invite_members',
            members: ['B'],
          },
        ],
      }),
      2,
    ),
    discord: sample(
      'c.json',
      json({
        guild: { id: '1' },
        channel: { id: '5', type: 'GuildTextChat', name: 'general' },
        messages: [
          {
            id: '1',
            type: 'Default',
            timestamp: '2024-05-01T10:00:00+00:00',
            content: 'hi',
            author: { id: '9', name: 'ann' },
          },
        ],
      }),
      1,
    ),
    slack: {
      name: 's.zip',
      data: zipOf([
        { name: 'users.json', data: slackUsers },
        { name: 'channels.json', data: json([{ id: 'C1', name: 'general' }]) },
        { name: 'general/2024-04-30.json', data: slackDay },
      ]),
      events: 2,
    },
    zulip: {
      name: 'z.tar.gz',
      data: await tarGzOf([
        { name: 'e/realm.json', data: zulipRealm },
        { name: 'e/messages-000001.json', data: zulipMessages },
      ]),
      events: 1,
    },
    'zulip-archive': {
      name: 'a.zip',
      data: zipOf([
        {
          name: 'zulip_json/7-new/topic.json',
          data: json([{ id: 1, sender_full_name: 'Ann', timestamp: 1714500000, content: '<p>hi</p>' }]),
        },
      ]),
      events: 1,
    },
    whatsapp: sample(
      '_chat.txt',
      '[13/1/24, 12:05:02\u202fPM] Ann: hello\nmore\n[13/1/24, 12:05:03\u202fPM] Bob: \u200eimage omitted\n',
      2,
    ),
    qq: {
      name: '群.txt',
      data: iconv.encode(
        `消息记录（此消息记录为文本格式，不支持重新导入）\n\n${RULE}\n消息对象:群\n${RULE}\n\n2024-05-01 9:03:12 【管理员】小明(12345678)\n大家好，欢迎\n`,
        'gb18030',
      ),
      events: 1,
    },
    'wechat-memotrace': sample(
      'g.csv',
      '\ufefflocalId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n1,3,1,0,0,1714500001,,"你好\n朋友",,,小李,wxid_li\n2,3,10000,0,0,1714500003,,"""小李"" 撤回了一条消息",,,,\n',
      2,
    ),
    'wechat-pywxdump': sample(
      'p.csv',
      'id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n1,7001,文本,0,wxid_li,5@chatroom,你好,,2024-05-01 12:00:00\n',
      1,
    ),
    discourse: sample(
      'user_archive-ann-240501-101010.csv',
      'topic_title,categories,is_pm,post_raw,like_count,reply_count,url,created_at\nT,General,No,first,3,1,https://d.example/t/hello/12/1,2024-05-01 10:00:00 UTC\n',
      1,
    ),
    'sign-in-sheet': sample(
      'sheet.csv',
      '读书会签到表,,\n姓名,手机号,日期\n王小明,138 0013 8000,2024-05-01\n李雷,+86 139-0013-9000,2024-05-01\n',
      2,
    ),
    csv: sample('t.csv', 'user,date,text\na,2024-05-01 10:00,"x ""y"""\nb,2024-05-02 10:00,z\n', 2),
  };
}

const sample = (name: string, text: string, events: number): Sample => ({ name, data: Buffer.from(text), events });
