import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Content, Outgoing } from '#modules/connections/index.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { wecomRobotConnector as connector } from './robot-connector.ts';
import { startWecomStandIn, type WecomStandIn } from './testing/wecom-stand-in.ts';

const KEY = '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa';
let now = Date.UTC(2026, 10, 23);
let platform: WecomStandIn;

beforeEach(async () => {
  platform = await startWecomStandIn({ corpId: '', secret: '', robotKey: KEY, now: () => now });
});
afterEach(() => platform.close());

const contextOf = (key: string) =>
  connectorContext(connector.settings.parse({ key, name: '运营群', apiBase: platform.address }), { now: () => now });

describe('a group robot', () => {
  it('speaks in its group: text, card, picture; 20 times a minute', async () => {
    const context = contextOf(`https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${KEY}`);
    const session = await connector.open(context);
    const [chat] = context.chats;
    expect(chat).toMatchObject({ id: expect.stringMatching(/^robot:[0-9a-f]{16}$/), name: '运营群' });
    const message = (content: Content): Outgoing => ({ id: 'd', to: { kind: 'chat', id: chat!.id }, content });
    const text: Content = { kind: 'text', text: '日报' };
    expect(await session.send(message(text))).toEqual({ fate: 'sent' });
    await session.send(message({ kind: 'card', title: '看板', text: '', url: 'http://a', image: null }));
    await session.send(message({ kind: 'image', url: `${platform.address}/pictures/1.png`, caption: '' }));
    expect(platform.spoken.map(({ body }) => body)).toMatchObject([
      { msgtype: 'text', text: { content: '日报' } },
      { msgtype: 'news', news: { articles: [{ title: '看板' }] } },
      {
        msgtype: 'image',
        image: {
          base64: Buffer.from('P'.repeat(100)).toString('base64'),
          md5: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      },
    ]);
    for (let count = 3; count < 20; count++) await session.send(message(text));
    expect(await session.send(message(text))).toMatchObject({ fate: 'later', seconds: 60, code: 'too_fast' });
    now += 61_000;
    expect(await session.send(message(text))).toEqual({ fate: 'sent' });
    expect(await session.send({ ...message(text), to: { kind: 'chat', id: 'other' } })).toMatchObject({
      fate: 'refused',
    });
    platform.faults.push('half');
    expect(await session.send(message(text))).toMatchObject({ fate: 'unknown' });
    await session.close();
  });

  it('is tested without a word in the group', async () => {
    expect(await connector.test(contextOf(KEY))).toMatchObject({ ok: true });
    const wrong = contextOf('0'.repeat(36));
    expect(await connector.test(wrong)).toMatchObject({ ok: false });
    expect(
      await (
        await connector.open(wrong)
      ).send({ id: 'd', to: { kind: 'chat', id: wrong.chats[0]!.id }, content: { kind: 'text', text: 'x' } }),
    ).toMatchObject({
      fate: 'revoked',
    });
    expect(platform.spoken).toEqual([]);
    expect(connector.settings.safeParse({ key: 'https://elsewhere/x', name: 'a' }).success).toBe(false);
  });
});
