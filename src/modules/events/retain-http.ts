import { dayOf, type Day } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { type Community, communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { grantScope, type EventEngine } from '#platform/clickhouse/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import {
  retentionBody,
  type Retention,
  type RetentionChoice,
  retentionPreviewReply,
  retentionReply,
} from './retain.contract.ts';
import { findOptionalRun, limitsTexts, readRules, setRule, type RetentionRules } from './retain-rules.ts';
import { countTextsBeyond } from './retain-texts.ts';

const HOUR = 3_600_000;
/** Minutes past the hour at which retention looks for communities whose day began. */
export const RETENTION_MINUTE = 20;

/** When the rules of a community are enforced next: shortly after its next day begins. */
export function nextRetention(now: number, zone: string): number {
  const first = Math.ceil((now - RETENTION_MINUTE * 60_000) / HOUR) * HOUR + RETENTION_MINUTE * 60_000;
  const today: Day = dayOf(now, zone);
  for (let at = first; at < now + 30 * HOUR; at += HOUR) if (dayOf(at, zone) > today) return at;
  return first;
}

const toRules = ({ community, groups }: RetentionChoice): RetentionRules => ({
  community,
  groups: new Map(Object.entries(groups)),
});

async function show(tx: Tx, { id, zone }: Community, now: number): Promise<Retention> {
  const rules = await readRules(tx, id);
  return {
    community: rules.community,
    groups: Object.fromEntries(rules.groups),
    lastRun: (await findOptionalRun(tx, id)) ?? null,
    nextRun: limitsTexts(rules) ? new Date(nextRetention(now, zone)).toISOString() : null,
  };
}

const plain = (rules: RetentionRules) => ({ community: rules.community, groups: Object.fromEntries(rules.groups) });

/** How long texts are kept: the rules, what they would delete, when they were enforced. */
export function retentionRoutes({
  database,
  engine,
  clock,
}: {
  database: Database;
  engine: EventEngine;
  clock: Clock;
}): Route[] {
  const path = '/api/v1/communities/:communityId/retention';
  return [
    route({
      id: 'retention.get',
      method: 'GET',
      path,
      summary: 'How long texts of messages are kept, when that was enforced last and will be next',
      params: communityParams,
      reply: retentionReply,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) =>
          show(tx, await getCommunity(tx, params.communityId), clock.now()),
        ),
    }),
    route({
      id: 'retention.set',
      method: 'PUT',
      path,
      summary: 'Say how long texts are kept, of the community and of single groups; enforced from the next run on',
      params: communityParams,
      body: retentionBody,
      reply: retentionReply,
      handle: ({ caller, params, body }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const community = await getCommunity(tx, params.communityId);
          const before = await readRules(tx, community.id);
          const after = toRules(body);
          await setRule(tx, community.id, null, after.community);
          for (const group of before.groups.keys())
            if (!after.groups.has(group)) await setRule(tx, community.id, group, null);
          for (const [group, rule] of after.groups) await setRule(tx, community.id, group, rule);
          await recordChange(tx, caller, {
            action: 'retention.set',
            subject: { kind: 'community', id: community.id, label: community.name },
            communityId: community.id,
            before: plain(before),
            after: plain(after),
          });
          return show(tx, community, clock.now());
        }),
    }),
    route({
      id: 'retention.preview',
      method: 'POST',
      path: `${path}/preview`,
      summary: 'What rules would delete if they were enforced now',
      params: communityParams,
      body: retentionBody,
      reply: retentionPreviewReply,
      async handle({ caller, params, body }) {
        const { id, zone } = await database.inWorkspace(caller.workspaceId, (tx) =>
          getCommunity(tx, params.communityId),
        );
        return countTextsBeyond(engine, grantScope(caller.workspaceId, id), toRules(body), dayOf(clock.now(), zone));
      },
    }),
  ];
}
