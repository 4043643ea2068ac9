import { describe, expect, it } from 'vitest';
import { zipOf } from '../testing/pack.ts';
import { faultOf, fileOf, folderOf, previewOf, readAll } from '../testing/read-all.ts';

const service = (id: number, action: string, more: object = {}) => ({
  id,
  type: 'service',
  date: '2024-05-01T10:00:00',
  date_unixtime: String(1714528800 + id),
  actor: 'Ann',
  actor_id: 'user1',
  action,
  text: '',
  ...more,
});
const message = (id: number, more: object = {}) => ({
  id,
  type: 'message',
  date: '2024-05-01T10:00:00',
  date_unixtime: String(1714528800 + id),
  from: 'Ann',
  from_id: 'user1',
  text: `m${id}`,
  ...more,
});
const chat = (messages: object[], more: object = {}) =>
  JSON.stringify({ name: '读书会', type: 'private_supergroup', id: 99, messages, ...more }, null, 1);
const read = async (messages: object[], settings = {}) =>
  readAll(await fileOf('result.json', chat(messages)), settings);

describe('messages', () => {
  it('are read with replies, mixed text, mentions, edits and media', async () => {
    const { detection, events, skipped } = await read([
      message(1, {
        text: ['看 ', { type: 'bold', text: '这里' }, ' ', { type: 'mention_name', text: '老李', user_id: 7 }, '😀'],
      }),
      message(2, {
        from: '老李',
        from_id: 'user7',
        reply_to_message_id: 1,
        edited: '2024-05-01T11:00:00',
        edited_unixtime: '1714532400',
      }),
      message(3, { text: '', photo: 'photos/1.jpg', forwarded_from: 'Someone' }),
      message(4, { text: '', media_type: 'sticker', sticker_emoji: '👍' }),
    ]);
    expect(detection.candidates[0]).toMatchObject({ format: 'telegram' });
    expect(skipped).toEqual([]);
    expect(events).toEqual([
      {
        id: '99/1',
        group: '99',
        groupName: '读书会',
        member: 'user1',
        name: 'Ann',
        kind: 'message',
        at: '2024-05-01T02:00:01.000Z',
        text: '看 这里 老李😀',
        mentions: ['user7'],
        platform: 'telegram',
        position: 0,
      },
      {
        id: '99/2',
        group: '99',
        groupName: '读书会',
        member: 'user7',
        name: '老李',
        kind: 'reply',
        at: '2024-05-01T02:00:02.000Z',
        replyTo: '99/1',
        text: 'm2',
        version: 1714532400000,
        platform: 'telegram',
        position: 1,
      },
      {
        id: '99/3',
        group: '99',
        groupName: '读书会',
        member: 'user1',
        name: 'Ann',
        kind: 'message',
        at: '2024-05-01T02:00:03.000Z',
        media: 'photo',
        forwarded: true,
        platform: 'telegram',
        position: 2,
      },
      {
        id: '99/4',
        group: '99',
        groupName: '读书会',
        member: 'user1',
        name: 'Ann',
        kind: 'message',
        at: '2024-05-01T02:00:04.000Z',
        media: 'sticker',
        platform: 'telegram',
        position: 3,
      },
    ]);
  });

  it('carry reactions of people who are known, at their own time where it is told', async () => {
    const { events } = await read([
      message(1, {
        reactions: [
          {
            type: 'emoji',
            count: 9,
            emoji: '👍',
            recent: [
              { from: 'Bob', from_id: 'user2', date: '2024-05-01T10:30:00' },
              { from: 'Cy', from_id: 'user3' },
            ],
          },
        ],
      }),
    ]);
    expect(events.slice(1)).toMatchObject([
      // The message says 10:00 and 02:00:01Z, so the exporter's clock stands 7:59:59 ahead.
      {
        id: '99/1/r/user2/👍',
        kind: 'reaction',
        member: 'user2',
        replyTo: '99/1',
        target: 'user1',
        at: '2024-05-01T02:30:01.000Z',
        emoji: '👍',
      },
      { member: 'user3', at: '2024-05-01T02:00:01.000Z', atInferred: true },
    ]);
  });

  it('within topics belong to their thread and are no replies', async () => {
    const { events } = await read([
      service(5, 'topic_created', { title: '闲聊' }),
      message(6, { reply_to_message_id: 5 }),
      message(7, { reply_to_message_id: 6 }),
    ]);
    expect(events.map(({ kind, thread, replyTo }) => [kind, thread, replyTo])).toEqual([
      ['system', undefined, undefined],
      ['message', '99/5', undefined],
      ['reply', undefined, '99/6'],
    ]);
  });

  it('of old exports have numbers for people and times without a zone', async () => {
    const old = [{ id: 1, type: 'message', date: '2018-03-11T02:30:00', from: 'Ann', from_id: 4321, text: 'hi' }];
    const path = await fileOf('result.json', chat(old));
    expect((await previewOf(path)).ambiguities).toMatchObject([
      { option: 'timezone', required: false, proposed: 'Asia/Shanghai' },
    ]);
    // 02:30 does not exist in New York on that day: the clock went from 2 to 3.
    expect((await readAll(path, { timezone: 'America/New_York' })).events).toMatchObject([
      { member: 'user4321', at: '2018-03-11T07:30:00.000Z' },
    ]);
  });
});

describe('service messages', () => {
  it('tell who joined and left, by name where only that is told', async () => {
    const { events } = await read([
      service(1, 'create_group', { title: '读书会', members: ['Ann', 'Bob', '老李'] }),
      service(2, 'join_group_by_link', { actor: 'Cy', actor_id: 'user3', inviter: 'Group' }),
      service(3, 'invite_members', { members: ['Dan'] }),
      service(4, 'invite_members', { actor: 'Eve', actor_id: 'user5', members: ['Eve'] }),
      service(5, 'remove_members', { members: ['Bob'] }),
      service(6, 'remove_members', { actor: 'Cy', actor_id: 'user3', members: ['Cy'] }),
      service(7, 'pin_message'),
      message(8, { from: 'Bob', from_id: 'user2' }),
    ]);
    const told = events.map(({ id, kind, member, inviter, by }) => [id, kind, member, inviter ?? by]);
    expect(told).toEqual([
      ['99/1', 'join', 'user1', undefined],
      ['99/2', 'join', 'user3', 'Group'],
      ['99/4', 'join', 'user5', undefined],
      ['99/6', 'leave', 'user3', undefined],
      ['99/7', 'system', 'user1', undefined],
      ['99/8', 'message', 'user2', undefined],
      // These waited until all names of the chat had been seen.
      ['99/1/2', 'join', 'user2', 'user1'],
      ['99/1/3', 'join', 'name:老李', 'user1'],
      ['99/3', 'join', 'name:Dan', 'user1'],
      ['99/5', 'leave', 'user2', 'user1'],
    ]);
  });
});

describe('a whole account', () => {
  const account = JSON.stringify({
    about: 'Here is the data',
    personal_information: { user_id: 1 },
    contacts: { list: [{ first_name: 'X' }] },
    chats: {
      about: '',
      list: [
        { name: 'Mum', type: 'personal_chat', id: 5, messages: [message(1)] },
        { name: '群A', type: 'private_group', id: 6, messages: [message(1)] },
        { name: '群B', type: 'public_supergroup', id: 7, messages: [message(1)] },
      ],
    },
    left_chats: { list: [{ name: '群C', type: 'private_group', id: 8, messages: [message(1)] }] },
  });

  it('gives its groups; private conversations stay out and are told', async () => {
    const { events, skipped } = await readAll(await fileOf('result.json', account));
    expect(events.map(({ id, groupName }) => [id, groupName])).toEqual([
      ['6/1', '群A'],
      ['7/1', '群B'],
      ['8/1', '群C'],
    ]);
    expect(skipped).toEqual([{ reason: 'private_chat', count: 1, where: ['chat 5'] }]);
  });

  it('is read out of its folder or a zip of it', async () => {
    const zip = await fileOf(
      'export.zip',
      zipOf([
        { name: 'ChatExport/result.json', data: account },
        { name: 'ChatExport/photos/a.jpg', data: 'x' },
      ]),
    );
    expect((await readAll(zip)).events).toHaveLength(3);
    expect((await readAll(await folderOf({ 'result.json': account, 'style.css': '' }))).events).toHaveLength(3);
  });
});

describe('bad input', () => {
  it('is told by message', async () => {
    const { events, skipped } = await read([
      message(1, { id: undefined }),
      message(2, { from: null, from_id: null }),
      message(3, { date_unixtime: '99999999999' }),
      message(4, { date: 'soon', date_unixtime: undefined }),
      'text',
      message(6),
    ] as object[]);
    expect(events.map(({ id }) => id)).toEqual(['99/6']);
    expect(skipped).toEqual([
      { reason: 'missing_id', count: 1, where: ['message without id'] },
      { reason: 'missing_member', count: 1, where: ['message 2'] },
      { reason: 'date_in_future', count: 1, where: ['message 3'] },
      { reason: 'bad_date', count: 1, where: ['message 4'] },
      { reason: 'not_an_event', count: 1, where: ['message 4'] },
    ]);
  });

  it('says where the JSON is cut short or broken', async () => {
    const whole = chat([message(1), message(2)]);
    const cut = whole.slice(0, whole.length - 30);
    const lines = cut.split('\n').length;
    expect(await faultOf(readAll(await fileOf('result.json', cut)))).toEqual({
      code: 'broken_json',
      message: `result.json: the JSON is cut short (line ${lines}, byte ${Buffer.byteLength(cut)})`,
    });
    const broken = whole.replace('"m2"', 'm2');
    const byte = Buffer.byteLength(broken.slice(0, broken.indexOf(': m2') + 2));
    const line = broken.slice(0, broken.indexOf(': m2')).split('\n').length;
    expect(await faultOf(readAll(await fileOf('result.json', broken)))).toEqual({
      code: 'broken_json',
      message: `result.json: the JSON is broken: Unexpected "m" (line ${line}, byte ${byte})`,
    });
  });

  it('refuses values nested beyond reason', async () => {
    const deep = chat([message(1)]).replace('"m1"', `${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(await faultOf(readAll(await fileOf('result.json', deep)))).toMatchObject({
      code: 'broken_json',
      message: expect.stringContaining('nested deeper than 200'),
    });
  });

  it('refuses a zone that is not known', async () => {
    expect(await faultOf(read([message(1)], { timezone: 'Mars/Olympus' }))).toEqual({
      code: 'bad_timezone',
      message: 'the time zone Mars/Olympus is not known',
    });
  });
});
