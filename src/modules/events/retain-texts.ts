import { formatDay, dayOf, type Day } from '#kernel/calendar.ts';
import { inScope, joinSql, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { limitsTexts, type RetentionRule, type RetentionRules } from './retain-rules.ts';
import type { Turn } from './write-events.ts';

/** The first local day whose texts a rule keeps; null keeps all, undefined none. */
function firstKept(rule: RetentionRule, today: Day): Day | null | undefined {
  if (rule.keep === 'forever') return null;
  return rule.keep === 'none' ? undefined : Math.max(0, today - rule.days + 1);
}

const goes = (rule: RetentionRule, today: Day): Sql => {
  const day = firstKept(rule, today);
  return day === null ? sql`0` : day === undefined ? sql`1` : sql`day < ${p.day(day)}`;
};

/** Whether a row of texts is beyond what the rules keep. */
function isBeyond({ community, groups }: RetentionRules, today: Day): Sql {
  if (groups.size === 0) return goes(community, today);
  const ids = [...groups.keys()];
  const own = [...groups].map(([id, rule]) => sql`(group_id = ${p.uuid(id)} AND ${goes(rule, today)})`);
  return sql`(${joinSql(own, sql` OR `)} OR group_id NOT IN ${p.uuids(ids)} AND ${goes(community, today)})`;
}

export type TextsBeyond = {
  /** Texts that the rules would delete, and that they keep. */
  texts: number;
  kept: number;
  /** By group, those of which something would be deleted; `before`: texts before this day go, null: all. */
  groups: { groupId: string; texts: number; before: string | null }[];
};

/** What rules would delete on a local day. */
export async function countTextsBeyond(
  engine: EventEngine,
  scope: Scope,
  rules: RetentionRules,
  today: Day,
): Promise<TextsBeyond> {
  const rows = await engine.query<{ group_id: string; beyond: number; texts: number }>(
    scope,
    'events.texts_beyond',
    sql`SELECT group_id, countIf(${isBeyond(rules, today)}) AS beyond, count() AS texts
        FROM event_texts FINAL WHERE ${inScope(scope)} AND text != '' GROUP BY group_id`,
    { maxSeconds: 300 },
  );
  const all = rows.reduce((sum, { texts }) => sum + Number(texts), 0);
  const groups = rows
    .filter(({ beyond }) => Number(beyond) > 0)
    .map(({ group_id: groupId, beyond }) => {
      const day = firstKept(rules.groups.get(groupId) ?? rules.community, today);
      return { groupId, texts: Number(beyond), before: day == null ? null : formatDay(day) };
    })
    .toSorted((a, b) => b.texts - a.texts || (a.groupId < b.groupId ? -1 : 1));
  const texts = groups.reduce((sum, group) => sum + group.texts, 0);
  return { texts, kept: all - texts, groups };
}

/**
 * Deletes the texts that rules do not keep, also of versions that no longer stand; gives how many. Parts are written
 * anew before it returns, so the bytes go with the parts. Figures stay: they come from the events, not from their texts.
 */
export async function deleteTextsBeyond(
  engine: EventEngine,
  scope: Scope,
  rules: RetentionRules,
  { zone, now, turn }: { zone: string; now: number; turn: Turn },
): Promise<number> {
  if (!limitsTexts(rules)) return 0;
  const today = dayOf(now, zone);
  const { texts } = await countTextsBeyond(engine, scope, rules, today);
  const beyond = isBeyond(rules, today);
  const [versions] = await engine.query<{ n: number }>(
    scope,
    'events.version_texts_beyond',
    sql`SELECT count() AS n FROM event_versions WHERE ${inScope(scope)} AND text != '' AND ${beyond}`,
  );
  const here = sql`${inScope(scope)} AND text != '' AND ${beyond}`;
  const partition = p.uuid(scope.communityId);
  await turn(async () => {
    if (texts > 0)
      await engine.command(
        scope,
        'events.delete_texts',
        sql`ALTER TABLE event_texts UPDATE text = '' IN PARTITION ${partition} WHERE ${here} SETTINGS mutations_sync = 1`,
      );
    if (Number(versions!.n) > 0)
      await engine.command(
        scope,
        'events.delete_version_texts',
        sql`ALTER TABLE event_versions UPDATE text = '' IN PARTITION ${partition} WHERE ${here} SETTINGS mutations_sync = 1`,
      );
  });
  return texts;
}
