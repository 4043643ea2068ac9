import { describe, expect, it } from 'vitest';
import { faultOf, fileOf, folderOf, readAll } from '../testing/read-all.ts';

const ann = { id: '1001', name: 'ann', nickname: '小安', isBot: false };
const bot = { id: '2002', name: 'helper', nickname: 'helper', isBot: true };
const message = (id: string, more: object = {}) => ({
  id,
  type: 'Default',
  timestamp: '2024-05-01T10:00:00.123+08:00',
  timestampEdited: null,
  isPinned: false,
  content: `m${id}`,
  author: ann,
  attachments: [],
  embeds: [],
  stickers: [],
  reactions: [],
  mentions: [],
  ...more,
});
const channel = (messages: object[], more: object = {}) =>
  JSON.stringify({
    guild: { id: '1', name: '服务器' },
    channel: {
      id: '55',
      type: 'GuildTextChat',
      categoryId: '5',
      category: 'Text',
      name: 'general',
      topic: null,
      ...more,
    },
    dateRange: { after: null, before: null },
    exportedAt: '2024-06-01T00:00:00+00:00',
    messages,
    messageCount: messages.length,
  });

describe('DiscordChatExporter', () => {
  it('gives messages, replies, joins, bots, mentions, edits and reactions', async () => {
    const { detection, events, skipped } = await readAll(
      await fileOf(
        'general.json',
        channel([
          message('1', { type: 'GuildMemberJoin', content: 'Joined the server.' }),
          message('2', { mentions: [{ id: '1003', name: 'bob' }], attachments: [{ id: '9' }], isPinned: true }),
          message('3', {
            type: 'Reply',
            reference: { messageId: '2', channelId: '55', guildId: '1' },
            timestampEdited: '2024-05-01T11:00:00+08:00',
            author: bot,
          }),
          message('4', {
            reactions: [
              {
                emoji: { id: '', name: '👍', code: 'thumbsup' },
                count: 2,
                users: [{ id: '1003', name: 'bob', nickname: '老鲍', isBot: false }, bot],
              },
              { emoji: { id: '77', name: 'party' }, count: 3 },
            ],
          }),
          message('5', { type: 'ChannelPinnedMessage', content: 'Pinned a message.' }),
          message('6', { type: 'RecipientAdd', mentions: [{ id: '1004', name: 'cy' }] }),
          message('7', { type: 'RecipientRemove', mentions: [ann] }),
        ]),
      ),
    );
    expect(detection.candidates[0]).toMatchObject({ format: 'discord', score: 0.97 });
    expect(skipped).toEqual([]);
    const base = { group: '55', groupName: 'general', at: '2024-05-01T02:00:00.123Z', platform: 'discord' };
    const byAnn = { ...base, member: '1001', name: '小安' };
    const byBot = { ...base, member: '2002', name: 'helper', bot: true };
    expect(events).toEqual([
      { ...byAnn, id: '1', kind: 'join', position: 0 },
      { ...byAnn, id: '2', kind: 'message', text: 'm2', mentions: ['1003'], pinned: true, attachments: 1, position: 1 },
      { ...byBot, id: '3', kind: 'reply', replyTo: '2', text: 'm3', version: 1714532400000, position: 2 },
      { ...byAnn, id: '4', kind: 'message', text: 'm4', position: 3 },
      {
        ...base,
        id: '4/r/1003/👍',
        kind: 'reaction',
        member: '1003',
        name: '老鲍',
        atInferred: true,
        replyTo: '4',
        target: '1001',
        emoji: '👍',
        position: 4,
      },
      {
        ...byBot,
        id: '4/r/2002/👍',
        kind: 'reaction',
        atInferred: true,
        replyTo: '4',
        target: '1001',
        emoji: '👍',
        position: 5,
      },
      { ...byAnn, id: '5', kind: 'system', action: 'ChannelPinnedMessage', text: 'Pinned a message.', position: 6 },
      { ...base, id: '6', kind: 'join', member: '1004', name: 'cy', by: '1001', position: 7 },
      { ...byAnn, id: '7', kind: 'leave', position: 8 },
    ]);
  });

  it('reads a folder of channels; threads belong to the channel they hang from', async () => {
    const root = await folderOf({
      'a.json': channel([message('1')]),
      'b.json': channel([message('2')], {
        id: '66',
        type: 'GuildPublicThread',
        categoryId: '55',
        category: 'general',
        name: 'a thread',
      }),
    });
    const { events } = await readAll(root);
    expect(events.map(({ id, group, groupName, thread }) => [id, group, groupName, thread])).toEqual([
      ['1', '55', 'general', undefined],
      ['2', '55', 'general', '66'],
    ]);
  });

  it('skips what has no author, id or time, and says where', async () => {
    const { events, skipped } = await readAll(
      await fileOf(
        'g.json',
        channel([
          message('1', { author: null }),
          message('', {}),
          message('3', { timestamp: '2024-13-01T00:00:00+00:00' }),
          7,
          message('5'),
        ] as object[]),
      ),
    );
    expect(events.map(({ id }) => id)).toEqual(['5']);
    expect(skipped).toEqual([
      { reason: 'missing_member', count: 1, where: ['message 1'] },
      { reason: 'missing_id', count: 1, where: ['message 1'] },
      { reason: 'bad_date', count: 1, where: ['message 3'] },
      { reason: 'not_an_event', count: 1, where: ['message 3'] },
    ]);
  });

  it('says where the file is cut short', async () => {
    const whole = channel([message('1'), message('2')]);
    expect(await faultOf(readAll(await fileOf('g.json', whole.slice(0, -5))))).toEqual({
      code: 'broken_json',
      message: `g.json: the JSON is cut short (line 1, byte ${Buffer.byteLength(whole) - 5})`,
    });
  });
});
