import { AppError } from '#kernel/errors.ts';
import { type Evaluated, openEvaluated, readColumns } from '#modules/insights/index.ts';
import type { Rule } from '#modules/segments/rule.contract.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { giveBadge, listBadges, noteComputed } from './badge-store.ts';
import type { CommunityIds, LevelServices } from './evaluate-levels.ts';

/** The members whom a rule means, as a subquery of `member_id`: handed in, since segments know levels. */
export type RuleMembers = (evaluated: Evaluated, rule: Rule) => Promise<Sql>;
export type BadgeServices = Pick<LevelServices, 'database' | 'engine' | 'clock'> & { ruleMembers: RuleMembers };

/** Communities larger than this are asked once a day. */
const OFTEN_UP_TO = 50_000;
const DAY_MS = 86_400_000;

/**
 * Gives badges to whom their rules mean. A badge that was given stays. A rule that can no longer be asked, because what it
 * names is gone, says so on the badge and keeps no other from being given. @returns badges given
 */
export async function awardBadges(
  services: BadgeServices,
  { workspaceId, communityId }: CommunityIds,
): Promise<number> {
  const { database, clock } = services;
  const badges = (await database.inWorkspace(workspaceId, (tx) => listBadges(tx, communityId))).filter(
    ({ enabled, rule }) => enabled && rule !== null,
  );
  if (badges.length === 0) return 0;
  const evaluated = await openEvaluated(services, { workspaceId, communityKey: communityId });
  const now = clock.now();
  const often = evaluated.evaluation.report.members.total <= OFTEN_UP_TO;
  let given = 0;
  for (const { id, rule, computedAt } of badges) {
    if (!often && computedAt !== null && now - computedAt.getTime() < DAY_MS) continue;
    const found = await meant(services, evaluated, rule!);
    given += await database.inWorkspace(workspaceId, async (tx) => {
      await noteComputed(tx, id, new Date(now), found.failure);
      return giveBadge(tx, communityId, { badgeId: id, memberIds: found.ids, at: new Date(now) });
    });
  }
  return given;
}

/** The members whom a rule means; a rule that is broken means nobody. */
async function meant(
  { ruleMembers }: BadgeServices,
  evaluated: Evaluated,
  rule: Rule,
): Promise<{ ids: string[]; failure: string }> {
  const { frame, evaluation } = evaluated;
  try {
    const found = await readColumns(
      frame,
      'levels.badge_members',
      sql`SELECT member_id FROM member_states
          WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluation.id)} AND is_member = 1
            AND member_id IN ${await ruleMembers(evaluated, rule)}`,
    );
    return { ids: found.texts('member_id'), failure: '' };
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return { ids: [], failure: [error.message, ...error.faults.map(({ what }) => what)].join('; ') };
  }
}
