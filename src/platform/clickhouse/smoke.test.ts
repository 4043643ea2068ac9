import { expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { testEngine } from '#testkit/engine.ts';
import { grantScope, inScope, p, sql } from './index.ts';

test('a parameter comes back as it went', async () => {
  const scope = grantScope(newId(), newId());
  const engine = await testEngine();
  const text = "it's \\ \n\t\r 群落 😀 \0 x";
  const rows = await engine.query(
    scope,
    'test.echo',
    sql`
    SELECT ${p.string(text)} AS s, ${p.strings([text, ''])} AS a, ${p.instant(1_234_567)} AS i, (SELECT count() FROM events WHERE ${inScope(scope)}) AS n`,
  );
  expect(rows).toEqual([{ s: text, a: [text, ''], i: '1970-01-01 00:20:34.567', n: 0 }]);
});
