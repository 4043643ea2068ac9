import { expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope, inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { randomHistory, seeded } from '#testkit/event-log/random-history.ts';
import { orderRows } from '#testkit/oracle/history.ts';
import { buildCommunity } from '#testkit/oracle/people.ts';
import type { NeutralEvent } from './contract.ts';
import { communitySpace, currentDays, personaMap, rollUp, writeEvents } from './index.ts';

const zone = 'Europe/London';

/** Gains between people as the roll-ups and the persona map give them: `giver > receiver day kind gain`, one an event. */
async function gainsOfRollUps(engine: EventEngine, scope: Scope, accounts: readonly string[]): Promise<string[]> {
  const { mapId, labels } = await personaMap(engine, scope, { T: Date.UTC(2030, 0) });
  const space = communitySpace(scope.communityId);
  const externalIds = new Map(accounts.map((account) => [space.accountId('qunluo', account), account]));
  const nameOf = (member: string): string => labels.get(member)?.externalId ?? externalIds.get(member) ?? member;
  const entries = await engine.query<{ persona_id: string; member_id: string; map_id: string }>(
    scope,
    'events.test_map',
    sql`SELECT persona_id, member_id, map_id FROM persona_maps WHERE ${inScope(scope)}`,
  );
  const members = new Map(entries.filter((row) => row.map_id === mapId).map((row) => [row.persona_id, row.member_id]));
  const memberOf = (persona: string): string => members.get(persona) ?? persona;
  const rows = await engine.query<{
    day_number: number;
    giver: string;
    receiver: string;
    event_id: string;
    gain: number;
    kind: string;
  }>(
    scope,
    'events.test_gains',
    sql`SELECT toUInt16(day) AS day_number, giver, receiver, event_id, gain, kind FROM tie_gains
        WHERE ${inScope(scope)} AND ${currentDays(scope)} ORDER BY day_number, gain DESC, kind = 'mention'`,
  );
  const best = new Map<string, string>();
  for (const row of rows) {
    const [giver, receiver] = [memberOf(row.giver), memberOf(row.receiver)];
    if (giver === receiver || [giver, receiver].includes('00000000-0000-0000-0000-000000000000')) continue;
    const key = `${giver} ${receiver} ${row.event_id}`;
    const text = `${nameOf(giver)} > ${nameOf(receiver)} ${row.day_number} ${row.kind} ${row.gain}`;
    if (!best.has(key)) best.set(key, text);
  }
  return [...best.values()].toSorted();
}

function gainsOfOracle(history: readonly NeutralEvent[]): string[] {
  const rows = orderRows(history, zone);
  const { gains } = buildCommunity(rows, Infinity);
  return gains
    .map(({ giver, receiver, day, kind, gain }) => `${giver.label} > ${receiver.label} ${day} ${kind} ${gain}`)
    .toSorted();
}

const seeds = process.env['QUNLUO_SEEDS']?.split(',').map(Number) ?? [21, 22, 23, 24];
test.for(seeds)('gains between people are those of the plain computation (seed %i)', async (seed) => {
  const engine = await testEngine();
  const history = randomHistory(seeded(seed), 150)
    .filter(({ version }) => version === undefined)
    .map((event, position): NeutralEvent => ({ ...event, platform: undefined, position }));
  const scope = grantScope(newId(), newId());
  const { changed } = await writeEvents(engine, scope, { zone }, history);
  await rollUp(engine, scope, changed);
  const accounts = [
    ...new Set(history.flatMap(({ member, target, mentions }) => [member, target ?? '', ...(mentions ?? [])])),
  ];
  const expected = gainsOfOracle(history);
  expect(expected.length).toBeGreaterThan(15);
  expect(await gainsOfRollUps(engine, scope, accounts)).toEqual(expected);
});
