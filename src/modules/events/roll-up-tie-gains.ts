import { inScope, p, scopeColumns, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Slice } from './roll-up-member-days.ts';
import { parentRows, SCAN, type Parents } from './roll-up-parents.ts';
import { NIL, personaOf, personaSpans } from './roll-up-reads.ts';

const INTO = sql`INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)`;

/** Kinds of gain, by rank: of one event a pair has the largest gain, of equal ones that of the highest rank. */
const GAIN_KINDS = sql`['mention', 'reaction', 'referral', 'reply']`;

/** Counting events of the slice that may give somebody something. */
const acts = (scope: Scope, { days }: Slice, where: Sql): Sql =>
  sql`(SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE ${inScope(scope)} AND day IN ${p.days(days)} AND removed = '' AND bot = 0 AND ${where})`;

/** Personas of the one who acts in `a` and of the account that is met, and the joins that tell them. */
function personas(scope: Scope, { renamed }: Slice, met: Sql): { giver: Sql; receiver: Sql; joins: Sql } {
  if (!renamed) return { giver: sql`a.account_id`, receiver: met, joins: sql`` };
  const place = { at: sql`a.at`, position: sql`a.position`, event: sql`a.event_id` };
  return {
    giver: personaOf({ account: sql`a.account_id`, spans: sql`gs.spans`, ...place }),
    receiver: personaOf({ account: met, spans: sql`rs.spans`, ...place }),
    joins: sql`LEFT JOIN ${personaSpans(scope)} AS gs ON gs.account_id = a.account_id
               LEFT JOIN ${personaSpans(scope)} AS rs ON rs.account_id = ${met}`,
  };
}

/** What each event gives besides its mentions: at most one gain. The parent's author is a persona already. */
function mainGains(scope: Scope, slice: Slice, parents: Parents | undefined): Sql {
  const { giver, receiver, joins } = personas(scope, slice, sql`a.target`);
  const some = sql`(kind IN ('reply', 'answer', 'reaction', 'vote', 'invite_accepted') OR kind = 'message' AND has_mentions = 0)
    AND (reply_to != ${NIL} OR target != ${NIL})`;
  const author = parents ? sql`if(a.target = ${NIL}, parents.author, ${receiver})` : receiver;
  return sql`SELECT a.day AS day, a.event_id AS event_id, ${giver} AS giver, ${author} AS receiver,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [3, 3, 1, 1, 5], 3) AS gain,
       transform(toString(a.kind), ['reply', 'answer', 'reaction', 'vote', 'invite_accepted'], [4, 4, 2, 2, 3], 1) AS rank
     FROM ${acts(scope, slice, some)} AS a
     ${parents ? sql`ANY LEFT JOIN ${parentRows(scope, slice, parents)} AS parents ON parents.parent_id = a.reply_to` : sql``}
     ${joins}
     ${parents ? sql`WHERE NOT (parents.void AND a.kind IN ('reply', 'answer', 'reaction', 'vote'))` : sql``}`;
}

function mentionGains(scope: Scope, slice: Slice): Sql {
  const { giver, receiver, joins } = personas(scope, slice, sql`a.mentioned`);
  return sql`SELECT a.day AS day, a.event_id AS event_id, ${giver} AS giver, ${receiver} AS receiver, 3 AS gain, 1 AS rank
     FROM (SELECT *, arrayJoin(mentions) AS mentioned FROM ${acts(scope, slice, sql`notEmpty(mentions)`)}) AS a
     ${joins}`;
}

/**
 * Writes the gains that the slice's events give by replies, reactions, referrals and mentions (formulas.md, "Ties";
 * definitions.md, "Ties"): of one event a pair has the largest. Givers, receivers or parents that are bots: a bot's own
 * persona is void through the persona map, a bot as the parent's author here. `parents` is left out where nothing in
 * the slice answers; without mentions an event gives once, and nothing has to be brought together.
 */
export async function rollUpTieGains(
  engine: EventEngine,
  scope: Scope,
  slice: Slice,
  { parents, mentions }: { parents: Parents | undefined; mentions: boolean },
): Promise<void> {
  const main = mainGains(scope, slice, parents);
  const counted = sql`receiver != giver AND receiver != ${NIL}`;
  const gains = mentions
    ? sql`SELECT day, giver, receiver, event_id, max((gain, rank)) AS best, best.1 AS gain_most, best.2 AS rank_most
          FROM (${main} UNION ALL ${mentionGains(scope, slice)}) WHERE ${counted}
          GROUP BY day, giver, receiver, event_id`
    : sql`SELECT day, giver, receiver, event_id, gain AS gain_most, rank AS rank_most FROM (${main}) WHERE ${counted}`;
  await engine.command(
    scope,
    'events.roll_up_tie_gains',
    sql`${INTO}
        SELECT ${scopeColumns(scope)}, day, giver, receiver, event_id, ${p.uint(slice.revision)} AS revision,
          gain_most AS gain, ${GAIN_KINDS}[rank_most] AS kind
        FROM (${gains})
        ${SCAN}`,
  );
}

/**
 * Writes the gains of people who attended the same occasion: one thread of a group, or without a thread one group on
 * one day; at most 50 people; 1 both ways on the day of the later one. `event_id` is the occasion's, so that a pair of
 * people with several accounts has one gain of it, the earliest.
 */
export async function rollUpOccasions(engine: EventEngine, scope: Scope, slice: Slice): Promise<void> {
  const persona = slice.renamed
    ? personaOf({
        account: sql`e.account_id`,
        at: sql`e.at`,
        position: sql`e.position`,
        event: sql`e.event_id`,
        spans: sql`s.spans`,
      })
    : sql`e.account_id`;
  const spans = slice.renamed ? sql`LEFT JOIN ${personaSpans(scope)} AS s ON s.account_id = e.account_id` : sql``;
  const attends = sql`${inScope(scope)} AND kind = 'attend'`;
  await engine.command(
    scope,
    'events.roll_up_occasions',
    sql`${INTO}
        SELECT ${scopeColumns(scope)}, toDate(greatest(one.2, other.2)) AS day, one.1 AS giver, other.1 AS receiver,
          reinterpretAsUUID(sipHash128(group_id, thread_id, on_day)) AS event_id, ${p.uint(slice.revision)} AS revision,
          1 AS gain, 'attend' AS kind
        FROM
          (SELECT group_id, thread_id, on_day, groupArray(51)((persona, first_day)) AS people
           FROM
             (SELECT e.group_id AS group_id, e.thread_id AS thread_id,
                if(e.thread_id = ${NIL}, toUInt16(e.day), 0) AS on_day, ${persona} AS persona,
                min(toUInt16(e.day)) AS first_day
              FROM
                (SELECT * FROM
                  (SELECT day, account_id, event_id, at, position, kind, group_id, thread_id, removed, bot FROM events
                   WHERE ${inScope(scope)} AND is_deleted = 0 AND event_id IN
                     (SELECT event_id FROM events WHERE ${attends} AND (day IN ${p.days(slice.days)} OR thread_id IN
                       (SELECT thread_id FROM events
                        WHERE ${attends} AND thread_id != ${NIL} AND day IN ${p.days(slice.days)})))
                   ORDER BY version DESC, origin_version LIMIT 1 BY event_id)
                 WHERE kind = 'attend' AND removed = '' AND bot = 0
                   AND account_id NOT IN (SELECT account_id FROM bot_accounts WHERE ${inScope(scope)})) AS e
              ${spans}
              GROUP BY group_id, thread_id, on_day, persona)
           GROUP BY group_id, thread_id, on_day
           HAVING count() BETWEEN 2 AND 50)
          ARRAY JOIN people AS one ARRAY JOIN people AS other
        WHERE giver != receiver AND day IN ${p.days(slice.days)}`,
  );
}
