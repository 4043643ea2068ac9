import { expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope, inScope, sql, type EventEngine } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import type { NeutralEvent } from './contract.ts';
import { rollUp, writeEvents } from './index.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2024, 4, 1, 12);

/** A question a day and an answer to each, `later` days after it; without `later` the answers' parents never arrive. */
const answered = (later: number | undefined): NeutralEvent[] =>
  Array.from({ length: 20 }, (_, day): NeutralEvent[] => {
    const at = new Date(START + day * DAY_MS).toISOString();
    const message = { id: `q${day}`, group: 'g', member: 'ann', kind: 'message', at };
    const then = new Date(START + (day + (later ?? 0)) * DAY_MS + 60_000).toISOString();
    const reply = { id: `r${day}`, group: 'g', member: 'bob', kind: 'reply', at: then, replyTo: `q${day}` };
    return later === undefined ? [reply] : [message, reply];
  }).flat();

/** The engine, and the names of the commands it was given. */
function watched(engine: EventEngine): { engine: EventEngine; names: string[] } {
  const names: string[] = [];
  return {
    names,
    engine: {
      ...engine,
      command: (scope, name, statement, options) => {
        names.push(name);
        return engine.command(scope, name, statement, options);
      },
    },
  };
}

async function load(events: readonly NeutralEvent[]): Promise<{ commands: string[]; orphans: number; gains: number }> {
  const { engine, names } = watched(await testEngine());
  const scope = grantScope(newId(), newId());
  const { changed } = await writeEvents(engine, scope, { zone: 'UTC' }, events);
  await rollUp(engine, scope, changed);
  const [row] = await engine.query<{ orphans: number; gains: number }>(
    scope,
    'events.test_orphans',
    sql`SELECT (SELECT count() FROM orphans WHERE ${inScope(scope)}) AS orphans,
          (SELECT count() FROM tie_gains WHERE ${inScope(scope)}) AS gains`,
  );
  return { commands: names, orphans: Number(row!.orphans), gains: Number(row!.gains) };
}

it('looks for parents everywhere only where the days around lack one, whatever other communities lack', async () => {
  const lacking = await load(answered(undefined));
  expect(lacking.commands).toContain('events.roll_up_orphans');
  expect(lacking).toMatchObject({ orphans: 20, gains: 0 });
  const near = await load(answered(3));
  expect(near.commands).toContain('events.roll_up_tie_gains');
  expect(near.commands).not.toContain('events.roll_up_orphans');
  expect(near.commands).not.toContain('events.drop_asked_ids');
  expect(near).toMatchObject({ orphans: 0, gains: 20 });
});
