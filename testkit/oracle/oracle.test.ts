import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDay } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import { detectFormat, importerOf, openExport } from '#connectors/importers.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluate } from '#modules/insights/index.ts';
import { grantScope, type Scope } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { comparable, expected } from './compare.ts';
import { readLines } from './history.ts';
import { oracle } from './oracle.ts';

const SHARED = new URL('../../../shared/data/', import.meta.url).pathname;

/** Data sets, zones and days: the end of each, a past day where the community was lively, a zone with daylight saving. */
const CASES: readonly { set: string; points: readonly { zone: string; asOf?: string }[] }[] = [
  {
    set: 'raw-slack-export',
    points: [
      { zone: 'Asia/Shanghai' },
      { zone: 'America/Chicago', asOf: '2015-11-01' },
      { zone: 'America/Chicago', asOf: '2016-03-13' },
    ],
  },
  { set: 'haskell-jp-slack', points: [{ zone: 'Asia/Tokyo' }, { zone: 'Asia/Tokyo', asOf: '2019-12-30' }] },
  {
    set: 'ubuntu-irc-threads',
    points: [{ zone: 'Asia/Shanghai' }, { zone: 'UTC', asOf: '2005-06-30' }, { zone: 'UTC', asOf: '2008-07-15' }],
  },
  { set: 'lean-zulip', points: [{ zone: 'Asia/Shanghai' }, { zone: 'Europe/Berlin', asOf: '2022-03-27' }] },
  { set: 's1-zh-mobile', points: [{ zone: 'Asia/Shanghai' }, { zone: 'Asia/Shanghai', asOf: '2020-06-30' }] },
];

const loaded = new Map<string, Scope>();

async function load(set: string, zone: string): Promise<Scope> {
  const known = loaded.get(`${set} ${zone}`);
  if (known) return known;
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  const file = await openExport(`${SHARED}${set}/events.jsonl.gz`);
  const { candidates } = await detectFormat(file);
  const skipped: unknown[] = [];
  const events = importerOf(candidates[0]!.format).read(
    file,
    { timezone: zone, now: Date.now() },
    { skipped: (where, reason) => void skipped.push([where, reason]) },
  );
  const { changed } = await writeEvents(engine, scope, { zone }, events);
  await file.close();
  expect(skipped).toEqual([]);
  await rollUp(engine, scope, changed);
  loaded.set(`${set} ${zone}`, scope);
  return scope;
}

describe('the report agrees with a second computation', () => {
  afterAll(() => loaded.clear());

  for (const { set, points } of CASES) {
    const here = existsSync(`${SHARED}${set}/events.jsonl.gz`);
    for (const { zone, asOf } of points) {
      const name = `${set} as of ${asOf ?? 'its end'} in ${zone}`;
      it.skipIf(!here)(
        here ? name : `${name} (skipped: ../shared/data is not there)`,
        { timeout: 180_000 },
        async () => {
          const scope = await load(set, zone);
          const day = asOf === undefined ? undefined : parseDay(asOf)!;
          const { report } = await evaluate(await testEngine(), scope, {
            community: { id: scope.communityId, key: set, name: set, zone },
            ...(day !== undefined && { asOf: day }),
          });
          const figures = oracle(readLines(`${SHARED}${set}/events.jsonl.gz`), {
            zone,
            ...(day !== undefined && { asOf: day }),
          });
          expect(comparable(report)).toEqual(expected(figures, report));
          const others = [...figures.influence.values()].sort((a, b) => b - a);
          expect(report.network.leaders[0]?.influence ?? 0).toBeCloseTo(others[0] ?? 0, 8);
        },
      );
    }
  }
});
