import { sql } from 'kysely';
import { BadInput, type InputFault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { fallingStandards } from './ladder.ts';
import type { Level, LevelRules, WrittenLevel } from './levels.contract.ts';
import { keepLevelRules, listLevels, lockLevels, readLevelRules } from './level-store.ts';

export type NewLadder = { levels: readonly WrittenLevel[]; rules?: LevelRules | undefined };

/** What is wrong with a ladder; `known` are the ids of levels and benefits that there are. */
export function ladderFaults(
  levels: readonly WrittenLevel[],
  known: { levels: ReadonlySet<string>; benefits: ReadonlySet<string> },
): InputFault[] {
  const faults: InputFault[] = fallingStandards(levels.map(({ standards }) => standards)).map(({ rank, figure }) => ({
    where: `/levels/${rank - 1}/standards/${figure}`,
    what: 'is lower than on the level below: a higher level asks at least as much',
  }));
  const [ids, names] = [new Set<string>(), new Set<string>()];
  levels.forEach(({ id, name, benefits }, at) => {
    if (id !== undefined && (!known.levels.has(id) || ids.has(id)))
      faults.push({ where: `/levels/${at}/id`, what: 'is no level of this community, or there twice' });
    if (names.has(name)) faults.push({ where: `/levels/${at}/name`, what: 'is the name of another level' });
    if (id !== undefined) ids.add(id);
    names.add(name);
    const own = new Set<string>();
    benefits.forEach(({ benefitId }, k) => {
      if (!known.benefits.has(benefitId) || own.has(benefitId))
        faults.push({ where: `/levels/${at}/benefits/${k}`, what: 'is no benefit of this community, or there twice' });
      own.add(benefitId);
    });
  });
  return faults;
}

/**
 * Writes a community's ladder anew: levels keep their id, new ones get one, those left out are taken away, and whoever
 * stood there stands on the next lower one that is left. Nobody is taken down otherwise: promotions follow with the next
 * evaluation, demotions with the monthly one. BadInput where it does not hold together.
 */
export async function saveLadder(
  tx: Tx,
  { actor, communityId, ladder, now }: { actor: Actor; communityId: string; ladder: NewLadder; now: Date },
): Promise<Level[]> {
  await lockLevels(tx, communityId);
  const before = await listLevels(tx, communityId);
  const { rules: oldRules } = await readLevelRules(tx, communityId);
  const { rows } = await sql<{ id: string }>`SELECT id FROM benefits WHERE community_id = ${communityId}`.execute(tx);
  const faults = ladderFaults(ladder.levels, {
    levels: new Set(before.map(({ id }) => id)),
    benefits: new Set(rows.map(({ id }) => id)),
  });
  if (faults.length > 0) throw new BadInput('the levels do not hold together', faults, 'bad_ladder');
  const kept = ladder.levels.map((level) => ({ ...level, id: level.id ?? newId(now.getTime()) }));
  await writeLevels(tx, communityId, kept);
  await dropLevels(tx, { communityId, before, kept: new Set(kept.map(({ id }) => id)), now });
  await writeLevelBenefits(tx, kept);
  const rules = ladder.rules ?? oldRules;
  await keepLevelRules(tx, communityId, rules, now);
  const after = await listLevels(tx, communityId);
  await recordChange(tx, actor, {
    action: 'levels.save',
    subject: { kind: 'levels', id: communityId },
    communityId,
    before: { levels: before, ...oldRules },
    after: { levels: after, ...rules },
  });
  return after;
}

type Kept = WrittenLevel & { id: string };

async function writeLevels(tx: Tx, communityId: string, levels: readonly Kept[]): Promise<void> {
  for (const [at, { id, name, nameEn, colour, icon, standards }] of levels.entries())
    await sql`
      INSERT INTO levels (id, workspace_id, community_id, rank, name, name_en, colour, icon, growth, contribution,
        active_days, quizzes)
      VALUES (${id}, qunluo_workspace(), ${communityId}, ${at + 1}, ${name}, ${nameEn}, ${colour}, ${icon},
        ${standards.growth}, ${standards.contribution}, ${standards.activeDays}, ${standards.quizzes})
      ON CONFLICT (id) DO UPDATE SET rank = excluded.rank, name = excluded.name, name_en = excluded.name_en,
        colour = excluded.colour, icon = excluded.icon, growth = excluded.growth, contribution = excluded.contribution,
        active_days = excluded.active_days, quizzes = excluded.quizzes
    `.execute(tx);
}

/** Takes levels away; whoever stood on one moves down to what is left, with a line in their history. */
async function dropLevels(
  tx: Tx,
  {
    communityId,
    before,
    kept,
    now,
  }: { communityId: string; before: readonly Level[]; kept: ReadonlySet<string>; now: Date },
): Promise<void> {
  for (const gone of before.filter(({ id }) => !kept.has(id))) {
    const lower = before.findLast(({ id, rank }) => kept.has(id) && rank < gone.rank)?.id ?? null;
    await sql`
      WITH moved AS (
        UPDATE member_levels SET level_id = ${lower}::uuid, grace_since = NULL, since = ${now}
        WHERE community_id = ${communityId} AND level_id = ${gone.id} RETURNING member_id
      )
      INSERT INTO level_changes (id, workspace_id, community_id, member_id, at, from_rank, to_rank, from_level, to_level,
        reason, facts)
      SELECT uuidv7(), qunluo_workspace(), ${communityId}, member_id, ${now}, ${gone.rank},
        coalesce((SELECT rank FROM levels WHERE id = ${lower}::uuid), 0), NULL, ${lower}::uuid, 'standards',
        jsonb_build_object('levelTakenAway', ${gone.name}::text)
      FROM moved
    `.execute(tx);
    await sql`DELETE FROM levels WHERE id = ${gone.id}`.execute(tx);
  }
}

async function writeLevelBenefits(tx: Tx, levels: readonly Kept[]): Promise<void> {
  const pairs = levels.flatMap(({ id, benefits }) => benefits.map((benefit) => ({ id, ...benefit })));
  await sql`DELETE FROM level_benefits WHERE level_id = ANY(${levels.map(({ id }) => id)}::uuid[])`.execute(tx);
  await sql`
    INSERT INTO level_benefits (workspace_id, level_id, benefit_id, quota)
    SELECT qunluo_workspace(), level, benefit, quota
    FROM unnest(${pairs.map(({ id }) => id)}::uuid[], ${pairs.map(({ benefitId }) => benefitId)}::uuid[],
      ${pairs.map(({ quota }) => quota)}::integer[]) AS given (level, benefit, quota)
  `.execute(tx);
}
