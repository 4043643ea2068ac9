import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findProgram } from '#testkit/debian-program.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { readAll } from '../testing/read-all.ts';
import { takeWebhook } from './callback.ts';
import { webhookConnector } from './connector.ts';
import { webhookSettings } from './settings.ts';
import { signedRequest, startReceiver, WEBHOOK_SECRET } from './testing/webhook-receiver.ts';

/** The files that docs/connectors/group-tools.md tells people to copy. */
const example = (name: string): string =>
  fileURLToPath(new URL(`../../../docs/connectors/examples/${name}`, import.meta.url));
const text = (name: string): string => readFileSync(example(name), 'utf8');

describe('the recipes for group tools without an interface of ours', () => {
  it('read the example table', async () => {
    const { format, events, skipped } = await readAll(example('group-tool.csv'), {
      timezone: 'Asia/Shanghai',
      platform: 'zhanghai',
    });
    expect({ format, skipped }).toEqual({ format: 'csv', skipped: [] });
    expect(events).toHaveLength(5);
    expect(events[1]).toMatchObject({
      id: 'zh-1002',
      kind: 'reply',
      member: 'u-2',
      name: '阿禾',
      group: 'g-77',
      groupName: '悦读一群',
      at: '2026-11-20T01:01:40.000Z',
      replyTo: 'zh-1001',
    });
    expect(events[3]).toMatchObject({ text: '请问“第三章, 第二节”的笔记在哪？' });
    expect(events[4]).toMatchObject({ kind: 'join', member: 'u-5' });
  });

  it('map the example body, and the preview shows the same', async () => {
    const mapping = JSON.parse(text('group-tool.mapping.json')) as object;
    const settings = webhookSettings.parse({ secret: WEBHOOK_SECRET, ...mapping, sample: text('group-tool.json') });
    const context = connectorContext(settings);
    expect(await takeWebhook(signedRequest(text('group-tool.json')), context)).toEqual({ status: 204 });
    expect(context.chats).toEqual([{ id: 'zhanghai:g-77', name: '悦读一群', kind: 'group' }]);
    expect(context.heard).toEqual([
      {
        chat: 'zhanghai:g-77',
        event: {
          id: 'zhanghai:zh-2001',
          kind: 'message',
          member: 'zhanghai:u-1',
          name: '小安',
          at: '2026-11-23T12:15:00.000Z',
          text: '今晚八点半直播，记得来',
        },
      },
      expect.objectContaining({
        event: expect.objectContaining({ kind: 'reply', replyTo: 'zhanghai:zh-2001', text: '收到！' }),
      }),
      expect.objectContaining({ event: expect.objectContaining({ kind: 'join', at: '2026-11-23T12:17:30.000Z' }) }),
    ]);
    const tested = await webhookConnector.test(context);
    expect(tested).toMatchObject({ ok: true, detail: { en: expect.stringContaining('becomes 3 events') } });
    expect(tested.detail.zh).toContain('zhanghai:u-1');
    const shown = await webhookConnector.operations![0]!.run({ body: text('group-tool.json') }, context);
    expect(shown).toEqual({ fate: 'done', result: { events: context.heard } });
  });

  const python = findProgram('python3');
  it.skipIf(python === undefined)('sign with the example script (needs python3)', async () => {
    const receiver = await startReceiver();
    const env = { QUNLUO_HOOK: `${receiver.address}/hooks/a`, QUNLUO_SECRET: WEBHOOK_SECRET, MESSAGE_ID: 'msg_7' };
    const { stdout } = await promisify(execFile)(python!, [example('send.py'), example('group-tool.json')], { env });
    expect(stdout.trim()).toBe('200');
    expect(receiver.taken).toMatchObject([{ id: 'msg_7', body: { event: 'group.message' } }]);
    await receiver.close();
  });
});
