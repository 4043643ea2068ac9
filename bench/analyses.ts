import { join } from 'node:path';
import { parseDay } from '#kernel/calendar.ts';
import { ResultMemory, runAnalysis } from '#modules/analyses/index.ts';
import type { AnalysisKindName } from '#modules/analyses/contract.ts';
import { rollUp } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { interleaved, seconds, type Bench, type Figure } from './bench.ts';
import { startBenchServer } from './bench-server.ts';
import { engineMemory } from './engine-memory.ts';
import { fillLog, nameMembers } from './many-events.ts';

const MEMBERS = 1_000_000;
const EVENTS = 50_000_000;
const ROUNDS = 3;
const LAST = parseDay('2026-06-30')!;
const YEAR = { lastDays: 365 };

type Question = { name: string; kind: AnalysisKindName; params: object; goal?: boolean };

const STEPS = ['message', 'reply', 'purchase'].map((kind) => ({ kinds: [kind] }));

/** What is asked, each over every event of the year. */
const QUESTIONS: readonly Question[] = [
  { name: 'retention by week', kind: 'retention', params: { range: YEAR }, goal: true },
  {
    name: 'retention by week, of chosen events',
    kind: 'retention',
    params: { range: YEAR, start: { kinds: ['message'] }, returning: { kinds: ['reply'] } },
    goal: true,
  },
  { name: 'funnel of three steps', kind: 'funnel', params: { range: YEAR, steps: STEPS }, goal: true },
  {
    name: 'paths of depth 5 from joining',
    kind: 'paths',
    params: { range: YEAR, anchor: { kind: 'join' } },
    goal: true,
  },
  { name: 'paths of depth 5 from the first event', kind: 'paths', params: { range: YEAR }, goal: true },
  { name: 'lifecycle by week', kind: 'lifecycle', params: { range: YEAR } },
  { name: 'stickiness by day', kind: 'stickiness', params: { range: YEAR } },
  { name: 'key path', kind: 'key-path', params: { range: YEAR } },
];

/** Analyses over a log of a year, each worked out anew. */
export const analyses: Bench = {
  name: 'analyses',
  async run({ directory, scale, say }) {
    const server = await startBenchServer(join(directory, 'data'));
    const { scope } = server;
    const { services } = server.app;
    const { engine } = services;
    const size = { members: Math.round(MEMBERS * scale), events: Math.round(EVENTS * scale), last: LAST };
    const { workspaceId, communityId } = scope;
    let memory = 0;
    try {
      const filling = await seconds(() => fillLog(engine, scope, size));
      await nameMembers(engine, scope, size.members);
      say(`${size.events} events of ${size.members} members made in ${filling.toFixed(0)} s`);
      await rollUp(engine, scope, new Set(Array.from({ length: 365 }, (_, age) => LAST - age)));
      await evaluateCommunity(services, { workspaceId, communityId });
      say('rolled up and evaluated; interleaved rounds');
      const watch = setInterval(() => (memory = Math.max(memory, engineMemory())), 100);
      const asked = { workspaceId, communityKey: communityId };
      const times = await interleaved(
        ROUNDS,
        Object.fromEntries(
          QUESTIONS.map(({ name, kind, params }) => [
            name,
            // With a memory of its own, so that nothing is remembered.
            () => runAnalysis({ ...services, analysisResults: new ResultMemory() }, asked, { kind, params }),
          ]),
        ),
      ).finally(() => clearInterval(watch));
      return [
        ...QUESTIONS.map(({ name, goal }): Figure => ({
          name,
          value: times[name]!,
          unit: 's',
          ...(goal ? { goal: { atMost: 3 } } : {}),
          note: `${(size.events / times[name]! / 1e6).toFixed(1)} M events/s`,
        })),
        { name: 'peak memory of the engine', value: memory, unit: 'MB', goal: { atMost: 3000 } },
      ];
    } finally {
      await server.stop();
    }
  },
};
