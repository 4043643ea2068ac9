import { describe, expect, it } from 'vitest';
import { tarGzOf } from '../testing/pack.ts';
import { faultOf, fileOf, folderOf, readAll } from '../testing/read-all.ts';
import { readRendered } from './zulip-html.ts';
import { readWritten } from './zulip-markdown.ts';

const realm = JSON.stringify({
  zerver_userprofile: [
    { id: 11, full_name: '小安', is_bot: false },
    { id: 12, full_name: 'Bob (he)', is_bot: false },
    { id: 13, full_name: 'CI', is_bot: true },
  ],
  zerver_userprofile_crossrealm: [{ id: 1, email: 'notification-bot@zulip.com' }],
  zerver_stream: [{ id: 7, name: '新手 help' }],
  zerver_recipient: [
    { id: 70, type: 2, type_id: 7 },
    { id: 71, type: 1, type_id: 11 },
    { id: 72, type: 3, type_id: 5 },
  ],
  zerver_reaction: [
    { id: 1, user_profile: 11, message: 102, emoji_name: 'heart' },
    { id: 2, user_profile: 13, message: 102, emoji_name: '+1' },
  ],
  zerver_realmauditlog: [
    { id: 900, event_type: 301, modified_user: 12, modified_stream: 7, event_time: 1714500000.5 },
    { id: 901, event_type: 303, modified_user: 12, modified_stream: 7, event_time: 1714600000 },
    { id: 902, event_type: 101, modified_user: 12, event_time: 1714600000 },
  ],
});
const message = (id: number, more: object = {}) => ({
  id,
  sender: 11,
  recipient: 70,
  subject: 'Getting started',
  content: `m${id}`,
  date_sent: 1714500000 + id + 0.25,
  last_edit_time: null,
  ...more,
});
const messages = (list: object[]) =>
  JSON.stringify({ zerver_message: list, zerver_usermessage: [{ id: 1, message: 101 }] });

describe("Zulip's export", () => {
  const first = messages([
    message(101, { content: 'hi @**Bob (he)** and @**CI|13** and @_**Bob (he)|12**' }),
    message(102, {
      sender: 12,
      subject: '✔ Getting started',
      content:
        '@_**小安|11** [said](https://z.example/#narrow/stream/7/topic/x/near/101):\n````quote\nhi @**CI**\n```\ncode\n```\n````\nthanks',
      last_edit_time: 1714500900,
    }),
    message(103, { recipient: 71 }),
    message(104, { recipient: 72 }),
  ]);
  const second = messages([message(105, { sender: 13, subject: '' }), message(106, { sender: 1 })]);

  it.each([
    [
      'tar.gz, messages before realm',
      async () =>
        fileOf(
          'z.tar.gz',
          await tarGzOf([
            { name: 'zulip-export/messages-000001.json', data: first },
            { name: 'zulip-export/messages-000002.json', data: second },
            { name: 'zulip-export/realm.json', data: realm },
          ]),
        ),
    ],
    [
      'directory',
      async () => folderOf({ 'realm.json': realm, 'messages-000001.json': first, 'messages-000002.json': second }),
    ],
  ])('as %s', async (_, make) => {
    const { detection, events, skipped } = await readAll(await make());
    expect(detection.candidates[0]).toMatchObject({ format: 'zulip', score: 0.97 });
    const base = { group: '7', groupName: '新手 help', platform: 'zulip' };
    const thread = '7/getting started';
    expect(events).toEqual([
      {
        ...base,
        id: 'audit/900',
        member: '12',
        name: 'Bob (he)',
        kind: 'join',
        at: '2024-04-30T18:00:00.500Z',
        position: 0,
      },
      {
        ...base,
        id: 'audit/901',
        member: '12',
        name: 'Bob (he)',
        kind: 'leave',
        at: '2024-05-01T21:46:40.000Z',
        position: 1,
      },
      {
        ...base,
        id: '101',
        member: '11',
        name: '小安',
        kind: 'message',
        at: '2024-04-30T18:01:41.250Z',
        thread,
        topic: 'Getting started',
        text: 'hi @Bob (he) and @CI and @Bob (he)',
        mentions: ['12', '13'],
        position: 101,
      },
      {
        ...base,
        id: '102',
        member: '12',
        name: 'Bob (he)',
        kind: 'reply',
        at: '2024-04-30T18:01:42.250Z',
        thread,
        topic: '✔ Getting started',
        text: 'thanks',
        replyTo: '101',
        target: '11',
        version: 1714500900000,
        position: 102,
      },
      {
        ...base,
        id: '102/r/11/heart',
        member: '11',
        name: '小安',
        kind: 'reaction',
        at: '2024-04-30T18:01:42.250Z',
        atInferred: true,
        thread,
        replyTo: '102',
        target: '12',
        emoji: 'heart',
        position: 4,
      },
      {
        ...base,
        id: '102/r/13/+1',
        member: '13',
        name: 'CI',
        bot: true,
        kind: 'reaction',
        at: '2024-04-30T18:01:42.250Z',
        atInferred: true,
        thread,
        replyTo: '102',
        target: '12',
        emoji: '+1',
        position: 5,
      },
      {
        ...base,
        id: '105',
        member: '13',
        name: 'CI',
        bot: true,
        kind: 'message',
        at: '2024-04-30T18:01:45.250Z',
        text: 'm105',
        position: 105,
      },
      {
        ...base,
        id: '106',
        member: '1',
        bot: true,
        kind: 'message',
        at: '2024-04-30T18:01:46.250Z',
        thread,
        topic: 'Getting started',
        text: 'm106',
        position: 106,
      },
    ]);
    expect(skipped).toEqual([{ reason: 'private_chat', count: 2, where: ['message 103', 'message 104'] }]);
  });

  it('tells bad messages by id', async () => {
    const root = await folderOf({
      'realm.json': realm,
      'messages-000001.json': messages([
        message(1, { sender: null }),
        message(2, { date_sent: 'soon' }),
        message(3, { id: null }),
        message(4, { date_sent: 5 }),
        message(5),
      ]),
    });
    const { events, skipped } = await readAll(root);
    expect(events.filter(({ kind }) => kind === 'message').map(({ id }) => id)).toEqual(['5']);
    expect(skipped).toEqual([
      { reason: 'missing_member', count: 1, where: ['message 1'] },
      { reason: 'bad_date', count: 1, where: ['message 2'] },
      { reason: 'missing_id', count: 1, where: ['message 2'] },
      { reason: 'date_before_1990', count: 1, where: ['message 4'] },
    ]);
  });

  it('says which file is cut short', async () => {
    const path = await fileOf(
      'z.tar.gz',
      await tarGzOf([
        { name: 'realm.json', data: realm },
        { name: 'messages-000001.json', data: first.slice(0, -10) },
      ]),
    );
    expect(await faultOf(readAll(path))).toMatchObject({
      code: 'broken_json',
      message: expect.stringMatching(/^messages-000001\.json: the JSON is cut short \(line 1, byte \d+\)$/),
    });
  });
});

describe('the zulip-archive folder', () => {
  it('gives streams, topics with odd names, mentions and quotes', async () => {
    const root = await folderOf({
      'zulip_json/7-new-members/.23intro.20.E2.9C.94.json': JSON.stringify([
        {
          id: 1,
          sender_full_name: 'Ann B',
          timestamp: 1714500000,
          content:
            '<p>hi <span class="user-mention" data-user-id="12">@Bob</span> &amp; all<br>\nline <code>x &lt; y</code></p>',
        },
        {
          id: 2,
          sender_full_name: 'Bob',
          timestamp: 1714500001,
          content:
            '<p><span class="user-mention silent" data-user-id="11">Ann B</span> <a href="https://z/#narrow/near/1">said</a>:</p>\n<blockquote>\n<p>hi <span class="user-mention" data-user-id="1">@Cy</span></p><blockquote>deep</blockquote>\n</blockquote>\n<p>hello</p>',
        },
        { id: 3, sender_full_name: '', timestamp: 1714500001, content: '' },
      ]),
    });
    const { format, events, skipped } = await readAll(root);
    expect(format).toBe('zulip-archive');
    const base = { group: '7', groupName: 'new members', thread: '7/#intro ✔', topic: '#intro ✔', platform: 'zulip' };
    expect(events).toEqual([
      {
        ...base,
        id: '1',
        member: 'Ann B',
        name: 'Ann B',
        kind: 'message',
        at: '2024-04-30T18:00:00.000Z',
        text: 'hi @Bob & all\nline `x < y`',
        mentions: ['Bob'],
        position: 1,
      },
      {
        ...base,
        id: '2',
        member: 'Bob',
        name: 'Bob',
        kind: 'reply',
        at: '2024-04-30T18:00:01.000Z',
        text: 'hello',
        replyTo: '1',
        target: 'Ann B',
        position: 2,
      },
    ]);
    expect(skipped).toEqual([
      { reason: 'missing_member', count: 1, where: ['zulip_json/7-new-members/.23intro.20.E2.9C.94.json: message 3'] },
    ]);
  });

  it('shows formulas, code, lists and pictures as text', () => {
    const formula =
      '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2 &lt; 1</annotation></semantics></math></span><span aria-hidden="true"><span>x</span></span></span>';
    const html = `<p>if ${formula} then</p><ul><li>one</li><li>two</li></ul><pre><code>a\n  b</code></pre><p><img alt=":tada:" src="x"> &#x4f60;&#22909; &unknown;</p>`;
    expect(readRendered(html).text).toBe('if $x^2 < 1$ then\n- one\n- two\n```\na\n  b\n```\n:tada: 你好 &unknown;');
  });

  it('survives quotes without an end', () => {
    expect(
      readRendered(
        '<p><span class="user-mention silent" data-user-id="1">A</span> <a href="/near/5">said</a>:</p>\n<blockquote>\n<p>never closed',
      ).text,
    ).toBe('');
    expect(readWritten('@_**A|1** [said](x/near/5):\n```quote\nnever closed')).toEqual({
      text: '',
      mentions: [],
      quotedMessage: '5',
      quoted: { name: 'A', id: '1' },
    });
    expect(readWritten('@_**A|1** [said](x/near/5):\n```quote\n```\nrest').text).toBe('rest');
  });
});
