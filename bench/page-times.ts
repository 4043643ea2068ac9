import { SILENT_KINDS, TIERS, VALUE_CELLS } from '#modules/insights/contract.ts';
import { MEMBER_SORTS } from '#modules/insights/members.contract.ts';
import { percentile, type Figure } from './bench.ts';
import type { BenchServer } from './bench-server.ts';
import { engineMemory } from './engine-memory.ts';

const LOOKERS = 10;
const LOOKS = 12;
const SAMPLES = 10;

type Get = (path: string) => Promise<Record<string, unknown>>;
type Options = { say(text: string): void; seconds: number };

/** p95 of the overview, of the list under every sort and filter, and of portraits, ten people looking; then memory. */
export async function pageTimes({ port, token }: BenchServer, { say, seconds }: Options): Promise<Figure[]> {
  say('ten people look at the pages');
  const get: Get = async (path) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/communities/bench${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const portraits = await portraitsOf(get);
  const pages: Record<string, string[]> = {
    overview: ['/overview'],
    'member list, every sort and filter': await listPaths(get),
    portrait: portraits,
    timeline: portraits.map((path) => `${path}/timeline`),
  };
  const figures: Figure[] = [];
  for (const [name, paths] of Object.entries(pages)) {
    const times = await look(get, paths);
    say(`${name}: p95 ${percentile(times, 0.95).toFixed(0)} ms, ${memoryText()}`);
    figures.push({
      name: `${name}, ten people looking, p95`,
      value: percentile(times, 0.95),
      unit: 'ms',
      goal: { atMost: 300 },
      note: `p50 ${percentile(times, 0.5).toFixed(0)} ms, ${times.length} looks`,
    });
  }
  figures.push(...(await dashboardTimes({ port, token }, say)));
  return [...figures, ...(await memoryWhileLooking(get, Object.values(pages).flat(), { say, seconds }))];
}

/** The tiles of a dashboard, as they open without any choice. */
const TILES = ['retention', 'lifecycle', 'stickiness', 'heatmap', 'member-value', 'tier-migration'];

/**
 * Ten people open a dashboard of six analyses at once, of which nobody has asked yet; then they go on looking. A look is
 * over when its last tile has answered.
 */
async function dashboardTimes(
  { port, token }: Pick<BenchServer, 'port' | 'token'>,
  say: Options['say'],
): Promise<Figure[]> {
  const tile = async (kind: string): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/communities/bench/analyses/run`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ kind, params: {} }),
    });
    if (!response.ok) throw new Error(`${kind}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
  const open = async (): Promise<number> => {
    const start = performance.now();
    await Promise.all(TILES.map(tile));
    return performance.now() - start;
  };
  const firsts = 'dashboard of six analyses, ten people at once, the first time';
  const began = performance.now();
  const first = await Promise.all(Array.from({ length: LOOKERS }, open)).catch((error: unknown) => {
    // This client gives up after five minutes without an answer.
    if (!(error instanceof TypeError)) throw error;
    say(`a dashboard was not answered: ${error.cause}`);
  });
  say(`dashboard: ${memoryText()}`);
  if (!first)
    return [{ name: firsts, value: performance.now() - began, unit: 'ms', note: 'not answered: longer than that' }];
  const again: number[] = [];
  await Promise.all(
    Array.from({ length: LOOKERS }, async () => {
      for (let k = 0; k < LOOKS; k++) again.push(await open());
    }),
  );
  return [
    { name: firsts, value: Math.max(...first), unit: 'ms' },
    {
      name: 'dashboard of six analyses, ten people looking, p95',
      value: percentile(again, 0.95),
      unit: 'ms',
      goal: { atMost: 300 },
      note: `p50 ${percentile(again, 0.5).toFixed(0)} ms`,
    },
  ];
}

/** Ten people; each path is looked at at least once, the ones after the other. */
async function look(get: Get, paths: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  const each = Math.max(LOOKS, Math.ceil(paths.length / LOOKERS));
  await Promise.all(
    Array.from({ length: LOOKERS }, async (_, looker) => {
      for (let k = 0; k < each; k++) {
        const start = performance.now();
        await get(paths[(looker * each + k) % paths.length]!);
        times.push(performance.now() - start);
      }
    }),
  );
  return times;
}

/** Every sort, both ways, alone and under each filter. */
async function listPaths(get: Get): Promise<string[]> {
  const { rows } = (await get('/members?limit=1')) as { rows: { memberId: string }[] };
  const { groups } = (await get(`/members/${rows[0]!.memberId}`)) as { groups: { groupId: string }[] };
  const filters = [
    '',
    ...TIERS.map((tier) => `&tier=${tier}`),
    ...SILENT_KINDS.map((kind) => `&silentKind=${kind}`),
    ...VALUE_CELLS.map((cell) => `&value=${cell}`),
    '&activity=core',
    '&paying=true',
    `&group=${groups[0]!.groupId}`,
    '&joinedFrom=2025-09-01&joinedTo=2026-03-01',
    `&q=${encodeURIComponent('南乔')}`,
  ];
  return MEMBER_SORTS.flatMap((sort) =>
    ['asc', 'desc'].flatMap((order) => filters.map((filter) => `/members?sort=${sort}&order=${order}${filter}`)),
  );
}

/** Those with the most influence, some of the least active, and some who fell silent last. */
async function portraitsOf(get: Get): Promise<string[]> {
  const lists = ['sort=influence', 'tier=active&sort=weight365&order=asc', 'tier=silent&sort=lastActive'];
  const found = await Promise.all(lists.map((query) => get(`/members?limit=4&${query}`)));
  return found.flatMap(({ rows }) => (rows as { memberId: string }[]).map(({ memberId }) => `/members/${memberId}`));
}

const memory = (): { engine: number; server: number } => ({
  engine: engineMemory(),
  server: process.memoryUsage().rss / 1e6,
});
const memoryText = (): string => {
  const { engine, server } = memory();
  return `engine ${engine.toFixed(0)} MB, server ${server.toFixed(0)} MB`;
};

/** Ten people go on looking; memory at ten moments, and how much more it is at the end than after the first third. */
async function memoryWhileLooking(get: Get, paths: readonly string[], { say, seconds }: Options): Promise<Figure[]> {
  const until = performance.now() + seconds * 1000;
  const samples: ReturnType<typeof memory>[] = [];
  const watch = setInterval(
    () => {
      samples.push(memory());
      say(`after ${((samples.length * seconds) / SAMPLES).toFixed(0)} s of looking: ${memoryText()}`);
    },
    (seconds * 1000) / SAMPLES,
  );
  await Promise.all(
    Array.from({ length: LOOKERS }, async (_, looker) => {
      for (let k = looker; performance.now() < until; k += LOOKERS) await get(paths[k % paths.length]!);
    }),
  );
  clearInterval(watch);
  const first = samples[Math.floor(samples.length / 3)] ?? memory();
  const last = samples.at(-1) ?? memory();
  const note = `over the last two thirds of ${seconds.toFixed(0)} s`;
  return [
    { name: 'growth of the engine while ten people look', value: last.engine - first.engine, unit: 'MB', note },
    { name: 'growth of the server while ten people look', value: last.server - first.server, unit: 'MB', note },
  ];
}
