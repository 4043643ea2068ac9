import { describe, expect, it } from 'vitest';
import { MAX_TEXT } from '#modules/events/contract.ts';
import { facts, faultOf, fileOf, previewOf, readAll } from '../testing/read-all.ts';

const HEAD = 'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender';
const QUOTE =
  '"<msg><appmsg><title>同意 &amp; 支持</title><refermsg><svrid>8899</svrid><fromusr>g@chatroom</fromusr><chatusr>wxid_me</chatusr></refermsg></appmsg></msg>"';
const rows = [
  '1,3,10000,0,0,1714500000,,"""老张""邀请""小李、小王""加入了群聊",2024-05-01 02:00:00,,,',
  '2,3,1,0,0,1714500001,,"你好, ""朋友""',
  '第二行😀",2024-05-01 02:00:01,李经理,小李,wxid_li',
  '3,3,1,0,1,1714500002,,嗨 @小李\u2005欢迎,2024-05-01 02:00:02,,我,wxid_me',
  '4,3,10000,0,0,1714500003,,"""李经理"" 撤回了一条消息",2024-05-01 02:00:03,,,',
  `5,3,49,57,0,1714500004,,${QUOTE},2024-05-01 02:00:04,,小李,wxid_li`,
  '6,3,3,0,0,1714500005,,,2024-05-01 02:00:05,,小李,wxid_li',
  '7,3,10000,0,0,1714500006,,收到红包，请在手机上查看,2024-05-01 02:00:06,,,',
  '8,3,10000,0,0,1714500007,,"""小王""通过扫描""小李""分享的二维码加入群聊",2024-05-01 02:00:07,,,',
];

describe('CSV of MemoTrace', () => {
  it('gives messages, quotes, joins and recalls', async () => {
    const { format, events, skipped } = await readAll(
      await fileOf('读书群.csv', `\ufeff${[HEAD, ...rows].join('\r\n')}\r\n`),
    );
    expect(format).toBe('wechat-memotrace');
    expect(facts(events)).toEqual([
      ['wxid_li', 'join', '2024-04-30T18:00:00.000Z', undefined],
      ['小王', 'join', '2024-04-30T18:00:00.000Z', undefined],
      ['wxid_li', 'message', '2024-04-30T18:00:01.000Z', '你好, "朋友"\r\n第二行😀'],
      ['wxid_me', 'message', '2024-04-30T18:00:02.000Z', '嗨 @小李\u2005欢迎'],
      ['wxid_li', 'message', '2024-04-30T18:00:03.000Z', undefined],
      ['wxid_li', 'reply', '2024-04-30T18:00:04.000Z', '同意 & 支持'],
      ['wxid_li', 'message', '2024-04-30T18:00:05.000Z', undefined],
      ['小王', 'join', '2024-04-30T18:00:07.000Z', undefined],
    ]);
    expect(events[0]).toMatchObject({ group: '3', groupName: '读书群', inviter: '老张', platform: 'wechat' });
    expect(events[2]).toMatchObject({ name: '李经理' });
    expect(events[3]).toMatchObject({ mentions: ['wxid_li'] });
    expect(events[4]).toMatchObject({ removed: 'recalled' });
    expect(events[5]).toMatchObject({ target: 'wxid_me' });
    expect(events[6]).toMatchObject({ media: 'image' });
    expect(events[7]).toMatchObject({ inviter: 'wxid_li' });
    expect(skipped).toEqual([{ reason: 'system_line', count: 1, where: [9] }]);
  });

  it('of older builds lacks who wrote, which the preview says', async () => {
    const old = [HEAD, ...rows.slice(1, 3)]
      .join('\n')
      .replace(',Remark,NickName,Sender', '')
      .replace(',李经理,小李,wxid_li', '');
    const path = await fileOf('群.csv', `${old}\n3,3,1,0,1,1714500002,,嗨,2024-05-01 02:00:02\n`);
    expect(
      (await readAll(path, { self: 'wxid_me' })).events.map(({ member, senderUnknown }) => [member, senderUnknown]),
    ).toEqual([
      ['talker-3', true],
      ['wxid_me', undefined],
    ]);
    const { warnings, ambiguities } = await previewOf(path);
    expect(warnings[0]).toContain('older build');
    expect(ambiguities).toMatchObject([{ option: 'self', required: false }]);
  });

  it('tells bad rows by line, cuts long messages, and gives ids that stay', async () => {
    const text = [
      HEAD,
      '1,3',
      '2,3,1,0,0,soon,,hi,,,李,wxid_li',
      '3,3,1,0,0,5,,hi,,,李,wxid_li',
      `4,3,1,0,0,1714500000,,${'长'.repeat(1_000_000)},,,李,wxid_li`,
      '5,3,1,0,0,1714500001,,好,,,李,wxid_li',
      '6,3,1,0,0,1714500001,,好,,,李,wxid_li',
    ].join('\n');
    const path = await fileOf('群.csv', text);
    const { events, skipped } = await readAll(path);
    expect(skipped).toEqual([
      { reason: 'bad_row', count: 1, where: [2] },
      { reason: 'bad_date', count: 1, where: [3] },
      { reason: 'date_before_1990', count: 1, where: [4] },
    ]);
    expect(events[0]).toMatchObject({ text: '长'.repeat(MAX_TEXT), textCut: 1_000_000 });
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
    expect((await readAll(path)).events).toEqual(events);
  });

  it('says which line opens a quote that is never closed', async () => {
    const text = `${HEAD}\n1,3,1,0,0,1714500000,,fine,,,李,wxid_li\n2,3,1,0,0,1714500000,,"open,,,李,wxid_li\n3,3,1,0,0,1714500000,,lost,,,李,wxid_li\n`;
    expect(await faultOf(readAll(await fileOf('群.csv', text)))).toEqual({
      code: 'broken_csv',
      message: '群.csv: the CSV is broken: a quote that is opened is never closed (line 3)',
    });
  });
});

describe('CSV of PyWxDump', () => {
  it('gives messages with the ids of the server', async () => {
    const text = [
      'id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime',
      '1,7001,文本,0,wxid_li,5@chatroom,"你好\n再见",,2024-05-01 12:00:00',
      `2,7002,带有引用的文本消息,1,我,5@chatroom,${QUOTE},,2024-05-01 12:00:01`,
      '3,7003,系统通知,0,系统,5@chatroom,"""老张""邀请""小李、小王""加入了群聊",,2024-05-01 12:00:02',
      '4,7004,图片,0,wxid_li,5@chatroom,图片,FileStorage/a.dat,2024-05-01 12:00:03',
      '5,0,文本,0,wxid_li,5@chatroom,没有编号,,2024-05-01 12:00:04',
      '6,7006,文本,0,wxid_li,5@chatroom,坏时间,,昨天',
    ].join('\n');
    const path = await fileOf('5@chatroom_0_500.csv', text);
    const { format, events, skipped } = await readAll(path, { self: 'wxid_me' });
    expect(format).toBe('wechat-pywxdump');
    expect(events.map(({ id, member, kind, at }) => [id, member, kind, at])).toEqual([
      ['7001', 'wxid_li', 'message', '2024-05-01T04:00:00.000Z'],
      ['7002', 'wxid_me', 'reply', '2024-05-01T04:00:01.000Z'],
      ['7003', '小李', 'join', '2024-05-01T04:00:02.000Z'],
      ['7003/1', '小王', 'join', '2024-05-01T04:00:02.000Z'],
      ['7004', 'wxid_li', 'message', '2024-05-01T04:00:03.000Z'],
      [events[5]!.id, 'wxid_li', 'message', '2024-05-01T04:00:04.000Z'],
    ]);
    expect(events[0]).toMatchObject({ group: '5@chatroom', text: '你好\n再见' });
    expect(events[1]).toMatchObject({ replyTo: '8899', target: 'wxid_me', text: '同意 & 支持' });
    expect(events[5]!.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(skipped).toEqual([{ reason: 'bad_date', count: 1, where: [8] }]);
  });
});
