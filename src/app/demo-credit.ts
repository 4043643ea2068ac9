import { sql } from 'kysely';
import { fileAppeal, listRules, prefillRules, recordViolation } from '#modules/credit/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { grantScope, inScope, sql as engineSql } from '#platform/clickhouse/index.ts';
import { creditParts } from './credit-parts.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

const DAY_MS = 86_400_000;

/** Who did what, by cost of the rule; members in the order of those who said something lately. */
const BREACHES: readonly { member: number; cost: number; days: number; note: string; seen: string }[] = [
  { member: 0, cost: 1, days: 70, note: '', seen: '深夜连发十几条表情' },
  { member: 1, cost: 3, days: 40, note: '外部群二维码请先问管理员', seen: '发了外部群的二维码' },
  { member: 1, cost: 3, days: 12, note: '第二次了，请看群规', seen: '私信三位书友推销' },
  { member: 2, cost: 6, days: 9, note: '对事不对人', seen: '在群里辱骂提问的新人' },
  { member: 3, cost: 6, days: 30, note: '', seen: '公开了别人的聊天截图' },
  { member: 3, cost: 3, days: 1, note: '', seen: '又发广告链接' },
  { member: 4, cost: 12, days: 3, note: '已保留转账记录', seen: '冒充管理员收款' },
  { member: 5, cost: 2, days: 5, note: '', seen: '讽刺新人的提问' },
];
const APPEAL = { member: 5, text: '那句话是接上一位朋友的玩笑，我已经向他说明并道歉，请看前后的聊天。' };

/** The rules that suit the demo's type, some violations of theirs, and an appeal that waits. Made once. */
export async function demoCredit(services: Services, ids: CommunityIds): Promise<void> {
  const { database, clock } = services;
  const { workspaceId, communityId } = ids;
  const actor = systemCaller(workspaceId);
  const rules = await database.inWorkspace(workspaceId, async (tx) => {
    if ((await listRules(tx, communityId, { archived: true })).length === 0)
      await prefillRules(tx, { actor, communityId, language: 'zh-CN' });
    return listRules(tx, communityId, { archived: false });
  });
  const people = await talkers(services, ids);
  for (const [at, { member, cost, days, note, seen }] of BREACHES.entries()) {
    const [memberId, rule] = [people[member], rules.find((one) => one.cost === cost)];
    if (memberId === undefined || !rule) continue;
    const happenedAt = new Date(clock.now() - days * DAY_MS).toISOString();
    const evidence = { text: seen, happenedAt };
    const body = { memberId, ruleId: rule.id, note, evidence, remove: false, key: `demo-${at}` };
    const violationId = await recordViolation(creditParts(services), { actor, communityId, body });
    if (member !== APPEAL.member) continue;
    await database
      .inWorkspace(workspaceId, (tx) =>
        fileAppeal(tx, { actor, communityId, memberId, violationId, text: APPEAL.text, now: new Date(clock.now()) }),
      )
      .catch((error: { code?: string }) => {
        // A load that was cut off has filed it.
        if (error.code !== 'appealed') throw error;
      });
  }
}

/** Members who spoke lately and are nobody of the team, always the same for the same story. */
async function talkers({ database, engine }: Services, { workspaceId, communityId }: CommunityIds): Promise<string[]> {
  const scope = grantScope(workspaceId, communityId);
  const spoke = await engine.query<{ id: string }>(
    scope,
    'demo.talkers',
    engineSql`SELECT persona_id AS id FROM member_days WHERE ${inScope(scope)}
      GROUP BY persona_id HAVING sum(messages) BETWEEN 5 AND 60 ORDER BY max(day) DESC, persona_id LIMIT 60`,
  );
  const { rows } = await database.inWorkspace(workspaceId, (tx) =>
    sql<{ id: string }>`
      SELECT members.id FROM members JOIN accounts ON accounts.id = members.id
      WHERE members.community_id = ${communityId} AND members.id = ANY(${spoke.map(({ id }) => id)}::uuid[])
        AND person_id IS NULL AND NOT bot
        AND NOT EXISTS (SELECT FROM member_standings WHERE member_id = members.id)
      ORDER BY members.id LIMIT 6
    `.execute(tx),
  );
  return rows.map(({ id }) => id);
}
