import { expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import type { Frame } from '../gather/standing.ts';
import { namesAmong } from './names-among.query.ts';

it('finds what accounts of the community go by, in any script and case', async () => {
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  const account = (name: string, externalId: string) => ({
    subject: 'account',
    id: newId(),
    external_id: externalId,
    name,
    version: 1,
  });
  const rows = [account('Lin', 'lin_77'), account('ΝΙΚΟΣ', 'n'), account('小明', 'm')];
  await engine.insert(scope, 'source_names', [...rows, { ...account('读书会', 'g'), subject: 'group' }]);
  await engine.insert(grantScope(newId(), newId()), 'source_names', [account('book', 'b')]);
  const frame = { engine, scope } as Frame;
  const words = ['lin', 'lin_77', 'νικος', '小明', '读书会', 'book', "o'neil"];
  expect([...(await namesAmong(frame, words))].toSorted()).toEqual(['lin', 'lin_77', 'νικος', '小明']);
  expect(await namesAmong(frame, [])).toEqual(new Set());
});
