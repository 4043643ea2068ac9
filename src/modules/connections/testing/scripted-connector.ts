import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import {
  CallbackRefused,
  ConnectionRefused,
  type Connector,
  type ConnectorContext,
  type Outgoing,
  type SendOutcome,
} from '../index.ts';

export type ScriptedSettings = { base: string; room: string; token: string };

/** A session of the scripted platform as a test sees it. */
export type Opened = {
  context: ConnectorContext<ScriptedSettings>;
  sent: Outgoing[];
  reconciled: number;
  isClosed: boolean;
  /** Makes it end by itself. */
  end(error: Error): void;
};

/** What a scripted platform does; a test changes it as it goes. */
export type Script = {
  opened: Opened[];
  /** Called instead of opening, where it throws. */
  beforeOpen?: (() => void | Promise<void>) | undefined;
  answer: (message: Outgoing) => SendOutcome | Promise<SendOutcome>;
};

const settings = z.object({
  base: z.url(),
  room: z.string().min(1).default('lobby'),
  token: z.string().min(8),
});

export const signatureOf = (body: Buffer | string, token: string): string =>
  createHmac('sha256', token).update(body).digest('hex');

/** A platform that does what a test says, behind the same port as every other. */
export function scriptedConnector(script: Script): Connector<ScriptedSettings> {
  return {
    id: 'scripted',
    platform: 'scripted',
    name: { zh: '剧本', en: 'Scripted' },
    about: { zh: '测试', en: 'For tests' },
    fields: [
      { key: 'base', kind: 'address', required: true, label: { zh: '地址', en: 'Address' } },
      { key: 'room', kind: 'text', required: false, initial: 'lobby', label: { zh: '房间', en: 'Room' } },
      { key: 'token', kind: 'secret', required: true, label: { zh: '令牌', en: 'Token' } },
    ],
    settings: settings as z.ZodType<ScriptedSettings>,
    capabilities: {
      hears: ['message', 'join'],
      replays: false,
      sends: ['text'],
      recipients: ['chat', 'person'],
      edits: false,
      idempotent: true,
      confirmed: false,
      answerWithin: null,
      actions: [],
    },
    limits: [{ key: 'messages', of: 'connection', count: 20, window: { seconds: 60 } }],
    operations: [
      {
        key: 'make-code',
        label: { zh: '生成', en: 'Make' },
        fields: [{ key: 'code', kind: 'text', required: true, label: { zh: '码', en: 'Code' } }],
        changes: true,
        run: async ({ code }) => ({ fate: 'done', result: { made: code } }),
      },
    ],
    async test({ settings: { token } }) {
      if (token === 'throws!!') throw new Error(`who is ${token}`);
      return { ok: token !== 'not-mine', detail: { zh: `令牌 ${token}`, en: `token ${token}` }, account: 'bot' };
    },
    async open(context) {
      await script.beforeOpen?.();
      if (context.settings.token === 'withdrawn')
        throw new ConnectionRefused(`no such token: ${context.settings.token}`);
      const { promise: ended, resolve } = Promise.withResolvers<Error>();
      const opened: Opened = { context, sent: [], reconciled: 0, isClosed: false, end: resolve };
      script.opened.push(opened);
      return {
        ended,
        async send(message) {
          opened.sent.push(message);
          return script.answer(message);
        },
        async reconcile() {
          opened.reconciled += 1;
        },
        async close() {
          opened.isClosed = true;
        },
      };
    },
    async callback({ method, query, headers, body }, context) {
      if (method === 'GET') {
        if (query.token !== context.settings.token) throw new CallbackRefused('wrong_signature');
        return { status: 200, body: query.echo ?? '' };
      }
      const given = Buffer.from(headers['x-signature'] ?? '', 'hex');
      const right = Buffer.from(signatureOf(body, context.settings.token), 'hex');
      if (given.length === 0) throw new CallbackRefused('unsigned');
      if (given.length !== right.length || !timingSafeEqual(given, right)) throw new CallbackRefused('wrong_signature');
      let told: { id: string; chat?: string; member: string; text: string; at: string; once?: string };
      try {
        told = JSON.parse(body.toString('utf8'));
      } catch {
        throw new CallbackRefused('malformed', 400);
      }
      if (told.once !== undefined && !(await context.once(told.once, 60))) throw new CallbackRefused('replayed');
      const { chat, id, member, text, at } = told;
      if (id === 'afterwards')
        return {
          status: 200,
          afterwards: async () => {
            throw new Error(`a fault after ${context.settings.token}`);
          },
        };
      if (id === 'break') throw new Error(`a fault beside ${context.settings.token}`);
      const { left = [] } =
        (await context.hear([
          { ...(chat !== undefined && { chat }), event: { id, member, text, at, kind: 'message' } },
        ])) ?? {};
      return { status: 200, type: 'application/json', body: JSON.stringify({ left }) };
    },
  };
}
