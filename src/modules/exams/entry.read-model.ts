import { sql } from 'kysely';
import type { z } from 'zod';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { entryQuery, EntryReply, ENTRY_STATES } from './attempt.contract.ts';
import { findOptionalOpenPaper } from './paper-store.ts';

const PAGE = 50;
const DAY_MS = 86_400_000;

type State = (typeof ENTRY_STATES)[number];
type Row = {
  memberId: string;
  cameAt: Date;
  state: State;
  askedAt: Date | null;
  times: number;
  attempts: number;
  best: number | null;
  passedAt: Date | null;
};
type Counts = EntryReply['counts'];

/** The people of a community who came since a time, and where each stands with entry exams, whichever they took. */
const standing = (communityId: string, since: Date) => sql`
  WITH people AS (
    SELECT coalesce(person_id, members.id) AS person, min(first_at) AS came
    FROM members JOIN accounts ON accounts.member_id = members.id
    WHERE members.community_id = ${communityId}
    GROUP BY 1 HAVING min(first_at) >= ${since} AND NOT bool_and(bot)
  ), taken AS (
    SELECT coalesce(person_id, members.id) AS person, count(*)::int AS attempts,
      bool_or(finished_at IS NULL) AS open, max(correct::float8 / total) AS best,
      min(finished_at) FILTER (WHERE passed) AS passed_at
    FROM exam_attempts AS attempt JOIN exam_papers AS paper ON paper.id = paper_id AND purpose = 'entry'
    JOIN members ON members.id = member_id
    WHERE attempt.community_id = ${communityId} GROUP BY 1
  ), called AS (
    SELECT coalesce(person_id, members.id) AS person, max(asked_at) AS asked_at, sum(times)::int AS times
    FROM exam_asks JOIN members ON members.id = member_id WHERE exam_asks.community_id = ${communityId} GROUP BY 1
  ), standing AS (
    SELECT person, came, asked_at, coalesce(times, 0) AS times, coalesce(attempts, 0) AS attempts, best, passed_at,
      CASE WHEN passed_at IS NOT NULL THEN 'passed' WHEN open THEN 'open' WHEN attempts > 0 THEN 'failed'
           WHEN asked_at IS NOT NULL THEN 'asked' ELSE 'none' END AS state
    FROM people LEFT JOIN taken USING (person) LEFT JOIN called USING (person)
  )`;

/** Who has passed the entry exam and who has not, of those who came lately, the latest first. */
export async function showEntry(
  tx: Tx,
  communityId: string,
  { query: { state, days, page }, now }: { query: z.output<typeof entryQuery>; now: number },
): Promise<EntryReply> {
  const since = new Date(now - days * DAY_MS);
  const paper = await findOptionalOpenPaper(tx, communityId, 'entry');
  // A page past the last has nobody, and the counts all the same.
  const { rows: found } = await sql<{ counts: Partial<Counts> | null } & (Row | Record<keyof Row, null>)>`
    ${standing(communityId, since)}
    SELECT counts, page.*
    FROM (SELECT jsonb_object_agg(state, people) AS counts
      FROM (SELECT state, count(*) AS people FROM standing GROUP BY state) AS tally) AS tallies
    LEFT JOIN (
      SELECT person AS "memberId", came AS "cameAt", state, asked_at AS "askedAt", times, attempts, best,
        passed_at AS "passedAt"
      FROM standing WHERE ${state ?? null}::text IS NULL OR state = ${state ?? null}::text
      ORDER BY came DESC, person LIMIT ${PAGE} OFFSET ${(page - 1) * PAGE}
    ) AS page ON true
    ORDER BY "cameAt" DESC, "memberId"
  `.execute(tx);
  const counts: Counts = { passed: 0, open: 0, failed: 0, asked: 0, none: 0, ...found[0]!.counts };
  const rows = found.filter((row): row is Row & { counts: Counts } => row.memberId !== null);
  const names = await memberNames(
    tx,
    rows.map(({ memberId }) => memberId),
  );
  return {
    paper: paper ? { id: paper.id, name: paper.name } : null,
    people: rows.map(({ counts: _counts, cameAt, askedAt, passedAt, ...row }) => ({
      ...row,
      name: names.get(row.memberId) ?? '',
      cameAt: cameAt.toISOString(),
      askedAt: askedAt?.toISOString() ?? null,
      passedAt: passedAt?.toISOString() ?? null,
    })),
    counts,
    total: state ? counts[state] : Object.values(counts).reduce((sum, count) => sum + count, 0),
    pageSize: PAGE,
  };
}
