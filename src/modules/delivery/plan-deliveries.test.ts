import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { communitySpace } from '#modules/events/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { type Outbox, openOutbox } from './testing/outbox.ts';

import { addTemplate } from './templates/template-store.ts';

let database: Database;
let outbox: Outbox;
const NOW = Date.UTC(2026, 0, 5, 4);
beforeAll(async () => {
  database = await testDatabase();
  outbox = await openOutbox(database);
});
afterAll(() => database.close());

describe('an order for messages', () => {
  it('becomes a row an item, once for each key, in any number of calls', async () => {
    const items = [1, 2, 1].map((n) => outbox.item({ dedupeKey: `once ${n}` }));
    const first = await outbox.plan({ items }, NOW);
    expect(first).toMatchObject({ queued: 2, duplicates: 1, suppressed: 0 });
    expect(first.ids.map((id) => id !== undefined)).toEqual([true, true, false]);
    expect(await outbox.plan({ items }, NOW)).toMatchObject({ queued: 0, duplicates: 3 });
    expect(await outbox.rows({ ids: first.ids })).toMatchObject([
      { fate: 'queued', send_at: null, not_before: new Date(NOW), kind: 'text' },
      { fate: 'queued' },
    ]);
  });

  it('makes answers and streams due at once, and others wait for the planner', async () => {
    const answer = await outbox.plan({ purpose: 'answer', items: [outbox.item()] }, NOW);
    const stream = await outbox.plan({ purpose: 'service', items: [outbox.item({ stream: 's' })] }, NOW);
    const rows = await outbox.rows({ ids: [...answer.ids, ...stream.ids] });
    expect(rows.map(({ send_at }) => send_at)).toEqual([new Date(NOW), new Date(NOW)]);
  });

  it('fills templates in, each in its language, and takes a content by itself as it is', async () => {
    const [ann] = await outbox.members(['Ann']);
    const templateId = await outbox.inWorkspace((tx) =>
      addTemplate(
        tx,
        outbox.communityId,
        {
          name: 'welcome',
          zh: { kind: 'text', text: '{{member.name|朋友}}，欢迎来到{{ community.name }}，请看 {{what}}' },
          en: {
            kind: 'card',
            title: 'Hi {{member.name|friend}}',
            text: '',
            url: 'https://a.example/?n={{member.name}}',
            image: null,
          },
          variables: ['what'],
        },
        { createdBy: undefined, now: NOW },
      ),
    );
    const message = { templateId, variables: { what: '规则' } };
    const { ids } = await outbox.plan(
      {
        items: [
          outbox.item({ message, memberId: ann!.id }),
          outbox.item({ message }),
          outbox.item({ message, memberId: ann!.id, language: 'en' }),
          outbox.item({ message: { content: { kind: 'text', text: '{{member.name}}' } }, memberId: ann!.id }),
        ],
      },
      NOW,
    );
    const rows = await outbox.rows({ ids });
    expect(rows.map(({ content }) => content)).toEqual([
      { kind: 'text', text: 'Ann，欢迎来到Outbox，请看 规则' },
      { kind: 'text', text: '朋友，欢迎来到Outbox，请看 规则' },
      { kind: 'card', title: 'Hi Ann', text: '', url: 'https://a.example/?n=Ann', image: null },
      { kind: 'text', text: '{{member.name}}' },
    ]);
    const unknown = { content: { kind: 'text', text: 'a {{member.shoe}} {{x' }, variables: {} } as const;
    await expect(outbox.plan({ items: [outbox.item({ message: unknown })] }, NOW)).rejects.toMatchObject({
      code: 'unknown_variable',
      faults: [{ where: '/items/0/message/content/text', what: 'there is no variable {{member.shoe}}' }],
    });
    await expect(outbox.plan({ items: [outbox.item({ message: { templateId } })] }, NOW)).rejects.toThrow(
      '{{what}} was not given',
    );
  });

  it('leaves out who does not want it, but for answers; a person has one will over all accounts', async () => {
    const [out, yes] = await outbox.members(['Out', 'Yes']);
    await outbox.inWorkspace((tx) =>
      sql`INSERT INTO delivery_choices (workspace_id, community_id, member_id, choice, scope, how, chosen_at)
          VALUES (qunluo_workspace(), ${outbox.communityId}, ${out!.id}, 'out', 'promotion', 'member', now())`.execute(
        tx,
      ),
    );
    const to = (memberId: string) => [outbox.item({ memberId })];
    const fate = async (purpose: 'answer' | 'service' | 'promotion', memberId: string) => {
      const { ids } = await outbox.plan({ purpose, items: to(memberId) }, NOW);
      const [row] = await outbox.rows({ ids });
      return [row!.fate, row!.reason];
    };
    expect(await fate('promotion', out!.id)).toEqual(['suppressed', 'opted_out']);
    expect(await fate('service', out!.id)).toEqual(['queued', '']);
    expect(await fate('answer', out!.id)).toEqual(['queued', '']);
    expect(await fate('promotion', yes!.id)).toEqual(['queued', '']);
    // The account alone finds who it is.
    const { ids } = await outbox.plan({ items: [outbox.item({ to: { kind: 'person', id: out!.account } })] }, NOW);
    expect(await outbox.rows({ ids })).toMatchObject([{ reason: 'opted_out', member_id: out!.id }]);
  });

  it('takes nobody else’s connection, and no account without a member', async () => {
    const other = await openOutbox(database);
    await expect(
      outbox.plan({ items: [outbox.item({ connectionId: other.connectionId })] }, NOW),
    ).rejects.toMatchObject({
      status: 404,
    });
    const memberId = communitySpace(outbox.communityId).accountId('test', 'nobody yet');
    const { ids } = await outbox.plan({ items: [outbox.item({ memberId })] }, NOW);
    expect(await outbox.rows({ ids })).toMatchObject([{ member_id: null, fate: 'queued' }]);
  });
});
