import { z } from 'zod';
import type { AnyConnector, Capabilities, Connector, Outgoing, SendOutcome } from '#modules/connections/index.ts';

/** A platform of tests that takes everything: groups and people, every content, edits. What it is sent goes to `send`. */
export function chatConnector(
  changes: { capabilities?: Partial<Capabilities>; send?(message: Outgoing): Promise<SendOutcome> } = {},
): AnyConnector {
  const both = { zh: '测试', en: 'Test' };
  const connector: Connector<Record<string, never>> = {
    id: 'test-chat',
    platform: 'test-chat',
    name: both,
    about: both,
    fields: [],
    settings: z.object({}) as z.ZodType<Record<string, never>>,
    capabilities: {
      hears: ['message', 'edit', 'join', 'leave'],
      replays: false,
      sends: ['text', 'image', 'card'],
      recipients: ['chat', 'person'],
      edits: true,
      idempotent: true,
      confirmed: false,
      answerWithin: null,
      actions: [],
      ...changes.capabilities,
    },
    limits: [],
    test: async () => ({ ok: true, detail: both }),
    open: async () => ({
      send: changes.send ?? (async ({ id }) => ({ fate: 'sent', id })),
      close: async () => undefined,
      ended: new Promise<Error>(() => undefined),
    }),
  };
  return connector as unknown as AnyConnector;
}
