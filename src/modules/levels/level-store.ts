import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import { DEFAULT_GROWTH_RULES } from './growth-rules.ts';
import { DEFAULT_HOLDING_RULES } from './ladder.ts';
import type { Level, LevelRules } from './levels.contract.ts';

export const DEFAULT_LEVEL_RULES: LevelRules = {
  growth: DEFAULT_GROWTH_RULES,
  holding: DEFAULT_HOLDING_RULES,
  celebration: { enabled: true, groupIds: [], fromRank: 2, text: '🎉 恭喜 {{name}} 升级为「{{level}}」！' },
};

type Row = {
  id: string;
  rank: number;
  name: string;
  nameEn: string;
  colour: string;
  icon: Level['icon'];
  growth: number;
  contribution: number;
  activeDays: number;
  quizzes: number;
  benefits: { benefitId: string; quota: number | null }[];
};

/** The levels of a community, the lowest first. */
export async function listLevels(tx: Tx, communityId: string): Promise<Level[]> {
  const { rows } = await sql<Row>`
    SELECT id, rank, name, name_en AS "nameEn", colour, icon, growth, contribution, active_days AS "activeDays", quizzes,
      coalesce((SELECT jsonb_agg(jsonb_build_object('benefitId', benefit_id, 'quota', quota) ORDER BY benefit_id)
        FROM level_benefits WHERE level_id = levels.id), '[]') AS benefits
    FROM levels WHERE community_id = ${communityId} ORDER BY rank
  `.execute(tx);
  return rows.map(({ growth, contribution, activeDays, quizzes, ...level }) => ({
    ...level,
    standards: { growth, contribution, activeDays, quizzes },
  }));
}

/** The rules of a community, and when they or its levels were last changed; the defaults before that. */
export async function readLevelRules(
  tx: Tx,
  communityId: string,
): Promise<{ rules: LevelRules; changedAt: Date | null }> {
  const { rows } = await sql<LevelRules & { changedAt: Date }>`
    SELECT growth, holding, celebration, changed_at AS "changedAt" FROM level_settings WHERE community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) return { rules: DEFAULT_LEVEL_RULES, changedAt: null };
  const { changedAt, growth, holding, celebration } = rows[0];
  return { rules: { growth, holding, celebration }, changedAt };
}

/** Keeps rules, and that they or the levels were changed now. */
export async function keepLevelRules(tx: Tx, communityId: string, rules: LevelRules, now: Date): Promise<void> {
  const [growth, holding, celebration] = [rules.growth, rules.holding, rules.celebration].map((one) =>
    JSON.stringify(one),
  );
  await sql`
    INSERT INTO level_settings (community_id, workspace_id, growth, holding, celebration, changed_at)
    VALUES (${communityId}, qunluo_workspace(), ${growth}::jsonb, ${holding}::jsonb, ${celebration}::jsonb, ${now})
    ON CONFLICT (community_id) DO UPDATE SET growth = excluded.growth, holding = excluded.holding,
      celebration = excluded.celebration, changed_at = excluded.changed_at
  `.execute(tx);
}

/** One change of a community's levels, or of who stands on them, at a time. */
export const lockLevels = (tx: Tx, communityId: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended('levels:' || ${communityId}, 0))`.execute(tx);
