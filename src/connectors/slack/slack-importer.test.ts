import { describe, expect, it } from 'vitest';
import { zipOf } from '../testing/pack.ts';
import { faultOf, fileOf, folderOf, readAll } from '../testing/read-all.ts';
import { mentionsOf, readableText } from './slack-text.ts';

const users = JSON.stringify([
  { id: 'U1', name: 'ann', profile: { display_name: '小安', real_name: 'Ann' } },
  { id: 'U2', name: 'bob', real_name: 'Bob', profile: { display_name: '' } },
  { id: 'U3', name: 'robot', is_bot: true, profile: { real_name: 'Robot' } },
]);
const channels = JSON.stringify([{ id: 'C1', name: 'general' }]);
const say = (ts: string, more: object = {}) => ({ type: 'message', user: 'U1', text: 'hi', ts, ...more });
const zip = (files: Record<string, string>) => zipOf(Object.entries(files).map(([name, data]) => ({ name, data })));

describe('a Slack export', () => {
  const day = JSON.stringify([
    say('1714500000.000100', { subtype: 'channel_join', text: '<@U1> has joined the channel', inviter: 'U2' }),
    say('1714500001.000200', {
      text: 'hello <@U2> &amp; <@U9|ghost>, see <https://a.example/x|the page> in <#C1|general> <!here>',
      thread_ts: '1714500001.000200',
      edited: { user: 'U1', ts: '1714500100.000000' },
    }),
    say('1714500002.000300', {
      user: 'U2',
      text: 'yes',
      thread_ts: '1714500001.000200',
      parent_user_id: 'U1',
      reactions: [{ name: '+1', users: ['U1', 'U3'], count: 2 }],
    }),
    say('1714500003.000400', {
      user: undefined,
      subtype: 'bot_message',
      bot_id: 'B7',
      username: 'deploys',
      text: 'done',
    }),
    say('1714500004.000500', { user: 'U3', text: 'beep' }),
    say('1714500005.000600', { subtype: 'channel_topic', text: '<@U1> set the channel topic: x' }),
    say('1714500006.000700', { subtype: 'tombstone', text: 'This message was deleted.' }),
    say('1714500007.000800', { subtype: 'channel_leave' }),
  ]);

  it.each([
    [
      'zip',
      async () =>
        fileOf(
          's.zip',
          zip({
            'users.json': users,
            'channels.json': channels,
            'general/2024-04-30.json': day,
            'integration_logs.json': '[]',
          }),
        ),
    ],
    [
      'directory within a directory',
      async () =>
        folderOf({
          'export/users.json': users,
          'export/channels.json': channels,
          'export/general/2024-04-30.json': day,
        }),
    ],
  ])('as %s', async (_, make) => {
    const { detection, events, skipped } = await readAll(await make());
    expect(detection.candidates[0]).toMatchObject({ format: 'slack', score: 0.97 });
    expect(skipped).toEqual([]);
    const base = { group: 'C1', groupName: 'general', platform: 'slack' };
    expect(events).toEqual([
      {
        ...base,
        id: 'C1/1714500000.000100',
        member: 'U1',
        name: '小安',
        kind: 'join',
        at: '2024-04-30T18:00:00.000Z',
        inviter: 'U2',
        position: 0,
      },
      {
        ...base,
        id: 'C1/1714500001.000200',
        member: 'U1',
        name: '小安',
        kind: 'message',
        at: '2024-04-30T18:00:01.000Z',
        thread: 'C1/1714500001.000200',
        text: 'hello @Bob & @ghost, see the page (https://a.example/x) in #general @here',
        mentions: ['U2', 'U9'],
        version: 1714500100000,
        position: 1,
      },
      {
        ...base,
        id: 'C1/1714500002.000300',
        member: 'U2',
        name: 'Bob',
        kind: 'reply',
        at: '2024-04-30T18:00:02.000Z',
        thread: 'C1/1714500001.000200',
        replyTo: 'C1/1714500001.000200',
        target: 'U1',
        text: 'yes',
        position: 2,
      },
      {
        ...base,
        id: 'C1/1714500002.000300/r/U1/+1',
        member: 'U1',
        name: '小安',
        kind: 'reaction',
        at: '2024-04-30T18:00:02.000Z',
        atInferred: true,
        thread: 'C1/1714500001.000200',
        replyTo: 'C1/1714500002.000300',
        target: 'U2',
        emoji: '+1',
        position: 3,
      },
      {
        ...base,
        id: 'C1/1714500002.000300/r/U3/+1',
        member: 'U3',
        name: 'Robot',
        bot: true,
        kind: 'reaction',
        at: '2024-04-30T18:00:02.000Z',
        atInferred: true,
        thread: 'C1/1714500001.000200',
        replyTo: 'C1/1714500002.000300',
        target: 'U2',
        emoji: '+1',
        position: 4,
      },
      {
        ...base,
        id: 'C1/1714500003.000400',
        member: 'B7',
        name: 'deploys',
        bot: true,
        kind: 'message',
        at: '2024-04-30T18:00:03.000Z',
        text: 'done',
        subtype: 'bot_message',
        position: 5,
      },
      {
        ...base,
        id: 'C1/1714500004.000500',
        member: 'U3',
        name: 'Robot',
        bot: true,
        kind: 'message',
        at: '2024-04-30T18:00:04.000Z',
        text: 'beep',
        position: 6,
      },
      {
        ...base,
        id: 'C1/1714500005.000600',
        member: 'U1',
        name: '小安',
        kind: 'message',
        at: '2024-04-30T18:00:05.000Z',
        text: '@小安 set the channel topic: x',
        subtype: 'channel_topic',
        position: 7,
      },
      {
        ...base,
        id: 'C1/1714500006.000700',
        member: 'U1',
        name: '小安',
        kind: 'message',
        at: '2024-04-30T18:00:06.000Z',
        text: 'This message was deleted.',
        subtype: 'tombstone',
        removed: 'deleted',
        position: 8,
      },
      {
        ...base,
        id: 'C1/1714500007.000800',
        member: 'U1',
        name: '小安',
        kind: 'leave',
        at: '2024-04-30T18:00:07.000Z',
        position: 9,
      },
    ]);
  });

  it('leaves direct conversations out, and says where lines are bad', async () => {
    const { events, skipped } = await readAll(
      await fileOf(
        's.zip',
        zip({
          'users.json': users,
          'channels.json': channels,
          'dms.json': JSON.stringify([{ id: 'D1', members: ['U1', 'U2'] }]),
          'D1/2024-04-30.json': JSON.stringify([say('1714500000.1')]),
          'general/2024-04-30.json': JSON.stringify([
            say('soon'),
            say('1714500001.1', { user: '' }),
            5,
            { type: 'event' },
            say('4102444800.1'),
            say('1714500002.1'),
          ]),
        }),
      ),
    );
    expect(events.map(({ id }) => id)).toEqual(['C1/1714500002.1']);
    expect(skipped).toEqual([
      { reason: 'not_an_event', count: 2, where: ['general/2024-04-30.json:2', 'general/2024-04-30.json:3'] },
      { reason: 'private_chat', count: 1, where: ['D1'] },
      { reason: 'bad_date', count: 1, where: ['general/2024-04-30.json:soon'] },
      { reason: 'missing_member', count: 1, where: ['general/2024-04-30.json:1714500001.1'] },
      { reason: 'date_in_future', count: 1, where: ['general/2024-04-30.json:4102444800.1'] },
    ]);
  });

  it('says which file is broken, and where', async () => {
    const path = await fileOf(
      's.zip',
      zip({ 'users.json': users, 'channels.json': channels, 'general/2024-04-30.json': '[{"type":"message",\n"ts"' }),
    );
    expect(await faultOf(readAll(path))).toEqual({
      code: 'broken_json',
      message: 'general/2024-04-30.json: the JSON is cut short (line 2, byte 24)',
    });
  });
});

it('shows links, channels and people as they are read', () => {
  expect(mentionsOf('<@U1> <@U2|bob> <@U1> a@b.c <!here>')).toEqual(['U1', 'U2']);
  expect(
    readableText('<http://x.y|x.y> <mailto:a@b.c|a@b.c> 1 &lt; 2 <!subteam^S1|@team> <not a link>', () => undefined),
  ).toBe('http://x.y mailto:a@b.c 1 < 2 @team <not a link>');
});
