import { inScope, p, scopeColumns, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Day } from '#kernel/calendar.ts';

const SLICE = 5_000_000;

/** Ids of the simulated masses: a member's, and the account that wrote event number n (skewed: the cube of a uniform draw). */
const accountOf = sql`toUUID(concat(substring(lower(hex(sipHash128('account', who))) AS h, 1, 8), '-', substring(h, 9, 4), '-8',
  substring(h, 14, 3), '-9', substring(h, 18, 3), '-', substring(h, 21, 12)))`;

/**
 * Fills a community's log with simulated events over the year that ends with `last`, made inside the engine, so that
 * making them costs little beside what is measured: skewed members, 50 groups, a fifth replies and a fifth reactions to
 * a recent event, some purchases and joins. Rows are as the writer would write them; texts come by `writeTexts`.
 */
export async function fillLog(
  engine: EventEngine,
  scope: Scope,
  size: { members: number; events: number; last: Day; span?: number },
  from = 0,
): Promise<void> {
  const span = size.span ?? 365;
  for (let start = from; start < from + size.events; start += SLICE) {
    const count = Math.min(SLICE, from + size.events - start);
    await engine.command(
      scope,
      'bench.fill_log',
      sql`INSERT INTO events (workspace_id, community_id, day, account_id, event_id, version, origin_version, is_deleted, at, position, kind,
            group_id, thread, thread_id, reply_to, target, mentions, has_mentions, platform, bot, removed, value, has_value, weight,
            properties, import_id)
          SELECT ${scopeColumns(scope)}, ${p.day(size.last)} - age AS day, ${accountOf} AS account_id,
            reinterpretAsUUID(sipHash128('event', number)) AS event_id, 0, 0, 0,
            toDateTime64(day, 3, 'UTC') + toIntervalMillisecond(number % 57600000), number,
            multiIf(dice < 48, 'message', dice < 68, 'reply', dice < 88, 'reaction', dice < 93, 'check_in', dice < 95, 'purchase',
              dice < 97, 'visit', 'join') AS kind,
            reinterpretAsUUID(sipHash128('group', (who * 7 + number % 2) % 50)), '',
            toUUID('00000000-0000-0000-0000-000000000000'),
            if(kind IN ('reply', 'reaction'), reinterpretAsUUID(sipHash128('event', number - 1 - (roll % 1000))),
              toUUID('00000000-0000-0000-0000-000000000000')),
            toUUID('00000000-0000-0000-0000-000000000000'), [], 0, 'qunluo', 0, '',
            if(kind = 'purchase', toFloat64(10 + roll % 300), 0.), kind = 'purchase',
            multiIf(kind = 'message', 2, kind = 'reply', 3, kind IN ('reaction', 'check_in'), 1, 0), '{}',
            toUUID('00000000-0000-0000-0000-000000000000')
          FROM (
            SELECT number, sipHash64(number) AS roll, intDiv(roll, 1048576) % 100 AS dice,
              toUInt64(${p.uint(size.members)} * pow((sipHash64('who', number) % 1000000007) / 1000000007., 3)) AS who,
              ${p.uint(span - 1)} - intDiv((number - ${p.uint(from)}) * ${p.uint(span)}, ${p.uint(size.events)}) % ${p.uint(span)} AS age
            FROM numbers_mt(${p.uint(start)}, ${p.uint(count)}) /* ${inScope(scope)} */
          )`,
    );
  }
}

/** Gives each simulated member a name, as an import of their messages would. */
export async function nameMembers(engine: EventEngine, scope: Scope, members: number): Promise<void> {
  await engine.command(
    scope,
    'bench.name_members',
    sql`INSERT INTO source_names (workspace_id, community_id, subject, id, external_id, platform, name, version)
        SELECT ${scopeColumns(scope)}, 'account', ${accountOf}, concat('u', toString(who)), 'qunluo',
          concat(['晨', '雨', '海', '一鸣', '小满', '南乔', 'River', 'Wren'][who % 8 + 1], toString(who)), 1
        FROM (SELECT number AS who FROM numbers_mt(${p.uint(members)}) /* ${inScope(scope)} */)`,
  );
}

const WORDS = [
  '读书会',
  '打卡',
  '第三章',
  '周末',
  '报名',
  '分享',
  '讲座',
  '优惠',
  '新书',
  '作者',
  '地铁',
  '天气',
  '孩子',
  '作业',
  '早上好',
  '谢谢',
];

/** Gives each simulated message and reply a short text, as the writer would have kept beside it. */
export async function writeTexts(engine: EventEngine, scope: Scope): Promise<void> {
  const word = (place: number): Sql =>
    sql`${p.strings(WORDS)}[sipHash64(event_id, ${p.uint(place)}) % ${p.uint(WORDS.length)} + 1]`;
  await engine.command(
    scope,
    'bench.write_texts',
    sql`INSERT INTO event_texts (workspace_id, community_id, day, account_id, event_id, version, is_deleted, group_id, text)
        SELECT ${scopeColumns(scope)}, day, account_id, event_id, version, is_deleted, group_id,
          concat(${word(1)}, '，', ${word(2)}, ${word(3)}, '。')
        FROM events WHERE ${inScope(scope)} AND kind IN ('message', 'reply')`,
  );
}
