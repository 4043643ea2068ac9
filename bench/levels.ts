import { join } from 'node:path';
import { dayOf } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { rollUp } from '#modules/events/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { evaluateCommunity, idText } from '#modules/insights/index.ts';
import { addBoard, evaluateLevels, saveLadder } from '#modules/levels/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { sql as pg } from 'kysely';
import { type Bench, percentile, seconds } from './bench.ts';
import { type BenchServer, startBenchServer } from './bench-server.ts';
import { fillLog, nameMembers } from './many-events.ts';

const MEMBERS = 1_000_000;
const EVENTS = 20_000_000;
const READS = 300;
const PORTION = 50_000;
const MONTH_MS = 31 * 86_400_000;

/** Levels of a million members in a month, and places on a leaderboard of them. */
export const levels: Bench = {
  name: 'levels',
  async run({ directory, scale, say }) {
    const server = await startBenchServer(join(directory, 'data'));
    const { scope } = server;
    const { services } = server.app;
    const ids = { workspaceId: scope.workspaceId, communityId: scope.communityId };
    try {
      const last = dayOf(Date.now(), 'UTC') - 1;
      const size = { members: Math.round(MEMBERS * scale), events: Math.round(EVENTS * scale), last };
      await fillLog(services.engine, scope, size);
      await nameMembers(services.engine, scope, size.members);
      await rollUp(services.engine, scope, new Set(Array.from({ length: 365 }, (_, age) => last - age)));
      await evaluateCommunity(services, ids);
      const people = await knowMembers(server);
      say(`${size.events} events of ${people} people are there`);
      const boardId = await setUp(server);
      const at = (now: number): Parameters<typeof evaluateLevels>[0] => {
        const clock: Clock = { now: () => now };
        return { ...services, clock, connectors: services.connections.connectors };
      };
      const now = Date.now();
      const first = await seconds(() => evaluateLevels(at(now), ids));
      say(`placed in ${first.toFixed(1)} s`);
      const monthly = await seconds(() => evaluateLevels(at(now + MONTH_MS), ids));
      const cold = await read(server, boardId, 0);
      const reads: number[] = [];
      for (let round = 0; round < READS; round++) reads.push(await read(server, boardId, (round * 7919) % people));
      const note = `${people} people, ${size.events} events`;
      return [
        {
          name: 'leaderboard, a page anywhere in it, p99',
          value: percentile(reads, 0.99),
          unit: 'ms',
          goal: { atMost: 20 },
        },
        { name: 'leaderboard, a page anywhere in it, p50', value: percentile(reads, 0.5), unit: 'ms', note },
        { name: 'leaderboard, first read of a state of the log', value: cold / 1000, unit: 's' },
        { name: 'monthly evaluation of levels', value: monthly, unit: 's', goal: { atMost: 60 }, note },
        { name: 'first evaluation of levels', value: first, unit: 's' },
      ];
    } finally {
      await server.stop();
    }
  },
};

/** Gives PostgreSQL the members that the log knows, as an import would. @returns how many */
async function knowMembers({ app, scope }: BenchServer): Promise<number> {
  const { engine, database } = app.services;
  const found = await engine.columns(
    scope,
    'bench.member_ids',
    sql`SELECT DISTINCT member_id FROM member_states WHERE ${inScope(scope)} AND member_id != ${p.uuid('00000000-0000-0000-0000-000000000000')}`,
    { maxSeconds: 600 },
  );
  const words = new Uint32Array(found.rawUuids('member_id').slice().buffer);
  for (let from = 0; from < found.rows; from += PORTION) {
    const some = Array.from({ length: Math.min(PORTION, found.rows - from) }, (_, row) => idText(words, from + row));
    await database.inWorkspace(scope.workspaceId, (tx) =>
      pg`INSERT INTO members (id, workspace_id, community_id)
         SELECT id, qunluo_workspace(), ${scope.communityId} FROM unnest(${some}::uuid[]) AS given (id) ON CONFLICT DO NOTHING
      `.execute(tx),
    );
  }
  return found.rows;
}

async function setUp({ app, scope }: BenchServer): Promise<string> {
  const { workspaceId, communityId } = scope;
  const actor = systemCaller(workspaceId);
  const steps = [0, 10, 50, 200, 1000].map((growth, at) => ({
    name: `L${at + 1}`,
    nameEn: '',
    colour: '#1677ff',
    icon: 'star' as const,
    standards: { growth, contribution: 0, activeDays: 0, quizzes: 0 },
    benefits: [],
  }));
  return app.services.database.inWorkspace(workspaceId, async (tx) => {
    await saveLadder(tx, { actor, communityId, now: new Date(), ladder: { levels: steps } });
    const board = await addBoard(
      tx,
      { actor, communityId, now: Date.now() },
      {
        name: 'all',
        nameEn: '',
        metric: 'contribution',
        period: 'ever',
        groupId: null,
        teams: [],
        withTeam: false,
        shown: true,
      },
    );
    return board.id;
  });
}

/** Milliseconds of one page over HTTP. */
async function read({ port, token, scope }: BenchServer, boardId: string, from: number): Promise<number> {
  const address = `http://127.0.0.1:${port}/api/v1/communities/${scope.communityId}/leaderboards/${boardId}/places`;
  const began = performance.now();
  const response = await fetch(`${address}?from=${from}&limit=50`, { headers: { authorization: `Bearer ${token}` } });
  const { places } = (await response.json()) as { places?: number };
  const took = performance.now() - began;
  if (!places) throw new Error(`no places: ${response.status}`);
  return took;
}
