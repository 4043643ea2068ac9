import { sql } from 'kysely';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, type Reaction, rollUp } from '#modules/events/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { type EventEngine, grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { evaluateLevels, type LevelServices } from '../evaluate-levels.ts';
import { DEFAULT_LEVEL_RULES } from '../level-store.ts';
import type { Level, LevelRules } from '../levels.contract.ts';
import { saveLadder } from '../save-ladder.ts';

export const DAY_MS = 86_400_000;

/** A community whose members are heard in a chat, with a clock that can be set. */
export type LevelWorld = ChatCommunity & {
  services: LevelServices & { clock: { at: number; now(): number } };
  memberId(name: string): string;
  /** Something said; `at` in milliseconds. */
  said(member: string, at: number, fields?: Partial<NeutralEvent>): NeutralEvent;
  /** Rolls up, evaluates, and brings the levels up to it. */
  evaluate(): ReturnType<typeof evaluateLevels>;
  /** The levels alone: nothing happened since. */
  levelsOnly(): ReturnType<typeof evaluateLevels>;
  ladder(growth: readonly number[], rules?: Partial<LevelRules>): Promise<Level[]>;
  /** Rank and grace by member, who has a row. */
  standings(): Promise<Record<string, [rank: number, graceSince: string | null]>>;
};

const connectors = [chatConnector()];

export async function levelWorld(
  database: Database,
  engine: EventEngine,
  workspaceId: string,
  { now, reactions = [] }: { now: number; reactions?: readonly Reaction[] },
): Promise<LevelWorld> {
  const clock = { at: now, now: () => clock.at };
  const services = { database, engine, clock, connectors };
  const here = await chatCommunity({ database, engine }, workspaceId, { connectors, chats: ['g1', 'g2'], reactions });
  const { communityId } = here.ids;
  const space = communitySpace(communityId);
  const names = new Map<string, string>();
  const memberId = (name: string): string => {
    const id = space.accountId('test-chat', name);
    names.set(id, name);
    return id;
  };
  return {
    ...here,
    services,
    memberId,
    said(member, at, fields = {}) {
      memberId(member);
      return here.event({ member, name: member.toUpperCase(), at: new Date(at).toISOString(), ...fields });
    },
    async evaluate() {
      await rollUp(engine, grantScope(workspaceId, communityId));
      await evaluateCommunity(services, here.ids);
      return evaluateLevels(services, here.ids);
    },
    levelsOnly: () => evaluateLevels(services, here.ids),
    ladder: (growth, rules = {}) =>
      here.inside((tx) =>
        saveLadder(tx, {
          actor: systemCaller(workspaceId),
          communityId,
          now: new Date(clock.at),
          ladder: {
            levels: growth.map((standard, at) => ({
              name: `L${at + 1}`,
              nameEn: '',
              colour: '#1677ff',
              icon: 'star' as const,
              standards: { growth: standard, contribution: 0, activeDays: 0, quizzes: 0 },
              benefits: [],
            })),
            rules: { ...DEFAULT_LEVEL_RULES, ...rules },
          },
        }),
      ),
    standings: () =>
      here.inside(async (tx) => {
        const { rows } = await sql<{ id: string; rank: number; grace: string | null }>`
          SELECT member_id AS id, coalesce(rank, 0) AS rank, grace_since AS grace FROM member_levels
          LEFT JOIN levels ON levels.id = level_id WHERE member_levels.community_id = ${communityId}
        `.execute(tx);
        return Object.fromEntries(rows.map(({ id, rank, grace }) => [names.get(id) ?? id, [rank, grace]]));
      }),
  };
}
