import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace } from '#modules/identity/index.ts';
import type { Content } from '#modules/connections/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { planDeliveries } from '../plan-deliveries.ts';
import { fillLinks, type LinkOf } from './fill-links.ts';

let database: Database;
let engine: EventEngine;
let here: ChatCommunity;
beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  const connectors = [chatConnector()];
  here = await chatCommunity({ database, engine }, workspaceId, { connectors, chats: ['g1'], reactions: [] });
});
afterAll(() => database.close());

type Row = { toKind: string; memberId: string | null; communityId: string; content: Content };
const linkOf: LinkOf = async (_, { memberId }) => `https://q.example/m/"${memberId ?? 'everybody'}"`;

describe('a link in a message', () => {
  it('is nowhere while the message waits, and personal only in what goes to one known person', async () => {
    await here.hear(here.event({ member: 'ann', name: 'Ann' }));
    const message = { content: { kind: 'text', text: '{{member.name}}: {{ member.link }}' }, variables: {} } as const;
    const to = (kind: 'person' | 'chat', id: string) => ({
      connectionId: here.connectionId,
      to: { kind, id },
      message,
      dedupeKey: id,
    });
    await here.inside((tx) =>
      planDeliveries(
        tx,
        {
          ...here.ids,
          source: { kind: 'operator', id: 'o' },
          priority: 5,
          purpose: 'service',
          items: [to('person', 'ann'), to('chat', 'g1'), to('person', 'stranger')],
        },
        Date.now(),
      ),
    );
    const filled = await here.inside(async (tx) => {
      const { rows } = await sql<Row>`
        SELECT to_kind AS "toKind", member_id AS "memberId", community_id AS "communityId", content
        FROM deliveries WHERE community_id = ${here.ids.communityId} ORDER BY seq
      `.execute(tx);
      expect(rows.map(({ content }) => content)).toMatchObject([
        { text: 'Ann: {{member.link}}' },
        { text: ': {{member.link}}' },
        { text: ': {{member.link}}' },
      ]);
      return fillLinks(tx, rows, linkOf);
    });
    expect(filled.map(({ content }) => (content as { text: string }).text)).toEqual([
      `Ann: https://q.example/m/"${filled[0]!.memberId}"`,
      ': https://q.example/m/"everybody"',
      ': https://q.example/m/"everybody"',
    ]);
    expect(filled[0]!.memberId).not.toBeNull();
  });
});
