import { inScope, p, scopeColumns, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Slice } from './roll-up-member-days.ts';
import { NIL, personaOf, personaSpans } from './roll-up-reads.ts';

const INTO = sql`INSERT INTO tie_gains
  (workspace_id, community_id, day, giver, receiver, event_id, revision, gain, kind)`;

/** Counting events of the slice that may give somebody something. */
const acts = (scope: Scope, { days }: Slice): Sql =>
  sql`(SELECT day, account_id, event_id, at, position, kind, reply_to, target, mentions, has_mentions
       FROM events FINAL
       WHERE ${inScope(scope)} AND day IN ${p.days(days)} AND removed = '' AND bot = 0
         AND (reply_to != ${NIL} OR target != ${NIL} OR notEmpty(mentions)))`;

/** Ids of the parents that the slice's replies and reactions name. */
const parentIds = (scope: Scope, { days }: Slice): Sql =>
  sql`(SELECT reply_to FROM events
       WHERE ${inScope(scope)} AND day IN ${p.days(days)} AND reply_to != ${NIL}
         AND kind IN ('reply', 'answer', 'reaction', 'vote'))`;

/** Those parents as they stand, at whatever day; void where removed or a bot's. */
const parents = (scope: Scope, slice: Slice): Sql => {
  const author = slice.renamed
    ? personaOf({
        account: sql`e.account_id`,
        at: sql`e.at`,
        position: sql`e.position`,
        event: sql`e.event_id`,
        spans: sql`s.spans`,
      })
    : sql`e.account_id`;
  const spans = slice.renamed ? sql`LEFT JOIN ${personaSpans(scope)} AS s ON s.account_id = e.account_id` : sql``;
  return sql`(SELECT e.event_id AS parent_id, ${author} AS author,
       e.removed != '' OR e.account_id IN (SELECT account_id FROM bot_accounts WHERE ${inScope(scope)}) AS void
     FROM (SELECT event_id, account_id, at, position, removed FROM events
           WHERE ${inScope(scope)} AND event_id IN ${parentIds(scope, slice)} AND is_deleted = 0
           ORDER BY version DESC, origin_version LIMIT 1 BY event_id) AS e
     ${spans})`;
};

/**
 * Writes the gains that the slice's events give by replies, reactions, referrals and mentions (formulas.md, "Ties";
 * definitions.md, "Ties"): of one event a pair has the largest. Givers, receivers or parents that are bots: a bot's own
 * persona is void through the persona map, a bot as the parent's author here.
 */
export async function rollUpTieGains(engine: EventEngine, scope: Scope, slice: Slice): Promise<void> {
  const place = { at: sql`c.at`, position: sql`c.position`, event: sql`c.event_id` };
  const giver = slice.renamed
    ? personaOf({ account: sql`c.account_id`, spans: sql`gs.spans`, ...place })
    : sql`c.account_id`;
  const met = slice.renamed ? personaOf({ account: sql`c.gain.1`, spans: sql`rs.spans`, ...place }) : sql`c.gain.1`;
  const joins = slice.renamed
    ? sql`LEFT JOIN ${personaSpans(scope)} AS gs ON gs.account_id = c.account_id
          LEFT JOIN ${personaSpans(scope)} AS rs ON rs.account_id = c.receiver_account`
    : sql``;
  // A candidate is (account, persona or nil, gain, rank of the kind); the parent's author is a persona already.
  await engine.command(
    scope,
    'events.roll_up_tie_gains',
    sql`${INTO}
        SELECT ${scopeColumns(scope)}, day, giver, receiver, event_id, ${p.uint(slice.revision)} AS revision,
          max(candidate).1 AS gain, ['mention', 'reaction', 'referral', 'reply'][max(candidate).2] AS kind
        FROM
          (SELECT c.day AS day, c.event_id AS event_id, ${giver} AS giver,
             if(c.gain.2 != ${NIL}, c.gain.2, ${met}) AS receiver, (c.gain.3, c.gain.4) AS candidate
           FROM
             (SELECT a.day AS day, a.event_id AS event_id, a.account_id AS account_id, a.at AS at,
                a.position AS position, arrayJoin(arrayConcat(
                  multiIf(
                    a.kind IN ('reply', 'answer', 'reaction', 'vote') AND a.parent_void, [],
                    a.kind IN ('reply', 'answer'), [(a.target, if(a.target = ${NIL}, a.author, ${NIL}), 3, 4)],
                    a.kind IN ('reaction', 'vote'), [(a.target, if(a.target = ${NIL}, a.author, ${NIL}), 1, 2)],
                    a.kind = 'invite_accepted', [(a.target, ${NIL}, 5, 3)],
                    a.kind = 'message' AND a.has_mentions = 0, [(a.target, ${NIL}, 3, 1)],
                    []),
                  arrayMap(mentioned -> (mentioned, ${NIL}, 3, 1), a.mentions))) AS gain,
                gain.1 AS receiver_account
              FROM
                (SELECT acts.*, parents.author AS author, parents.void AS parent_void
                 FROM ${acts(scope, slice)} AS acts
                 LEFT JOIN ${parents(scope, slice)} AS parents ON parents.parent_id = acts.reply_to) AS a) AS c
           ${joins})
        WHERE receiver != giver AND receiver != ${NIL}
        GROUP BY day, giver, receiver, event_id`,
  );
}

/** Writes down which parents the slice's events miss, so that their days are rolled up again when one arrives. */
export async function rollUpOrphans(engine: EventEngine, scope: Scope, slice: Slice): Promise<void> {
  await engine.command(
    scope,
    'events.roll_up_orphans',
    sql`INSERT INTO orphans (workspace_id, community_id, parent_id, day)
        SELECT DISTINCT ${scopeColumns(scope)}, reply_to AS parent_id, day
        FROM events
        WHERE ${inScope(scope)} AND day IN ${p.days(slice.days)} AND reply_to != ${NIL}
          AND kind IN ('reply', 'answer', 'reaction', 'vote')
          AND reply_to NOT IN
            (SELECT event_id FROM events WHERE ${inScope(scope)} AND event_id IN ${parentIds(scope, slice)})`,
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
