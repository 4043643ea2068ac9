import { sql } from 'kysely';
import { type Day, dayOf, formatDay, parseDay } from '#kernel/calendar.ts';
import { BadInput, Conflict } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { AcceptEvents } from '#modules/events/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { addCheckIns, type CheckInSettings, readCheckIns, readCheckInSettings } from './check-in-store.ts';
import { streakUpTo } from './earn.ts';
import { STREAK_DAYS } from './earning.ts';
import { postPoints } from './post-points.ts';

type Ref = { workspaceId: string; communityId: string; memberId: string };

export type CheckInCalendar = {
  today: Day;
  /** Days on which they checked in, in order, over `STREAK_DAYS`. */
  days: { day: Day; madeUp: boolean }[];
  /** In a row, up to today, or up to yesterday while today is open. */
  streak: number;
  cards: CheckInSettings & { left: number };
};

/** When a member checked in, and what they may make up. */
export async function readCalendar(
  tx: Tx,
  { communityId, memberId }: Pick<Ref, 'communityId' | 'memberId'>,
  now: number,
): Promise<CheckInCalendar> {
  const { zone } = await getCommunity(tx, communityId);
  const today = dayOf(now, zone);
  const days = await readCheckIns(tx, [memberId], today - STREAK_DAYS);
  const settings = await readCheckInSettings(tx, communityId);
  const used = await cardsUsed(tx, memberId, { now, zone });
  return {
    today,
    days: days.map(({ day, madeUp }) => ({ day, madeUp })),
    streak: streakAt(new Set(days.map(({ day }) => day)), today),
    cards: { ...settings, left: Math.max(0, settings.cardsPerMonth - used) },
  };
}

/** Days in a row up to today; while today is open, up to yesterday. */
export const streakAt = (days: ReadonlySet<Day>, today: Day): number => {
  const last = days.has(today) ? today : today - 1;
  return days.has(last) ? streakUpTo(days, last) : 0;
};

/** Days that a person made up in the present month of the community's zone. */
async function cardsUsed(tx: Tx, memberId: string, { now, zone }: { now: number; zone: string }): Promise<number> {
  const month = formatDay(dayOf(now, zone)).slice(0, 7);
  const { rows } = await sql<{ used: number }>`
    SELECT count(*) AS used FROM members JOIN point_check_ins ON member_id = members.id
    WHERE (members.id = ${memberId} OR members.person_id = ${memberId}) AND made_up_at IS NOT NULL
      AND to_char(made_up_at AT TIME ZONE ${zone}, 'YYYY-MM') = ${month}
  `.execute(tx);
  return rows[0]!.used;
}

/** One account of a person to act as: the first that is no bot's. */
async function accountOf(tx: Tx, memberId: string): Promise<{ platform: string; externalId: string } | undefined> {
  const { rows } = await sql<{ platform: string; externalId: string }>`
    SELECT platform, external_id AS "externalId" FROM members JOIN accounts ON accounts.member_id = members.id
    WHERE (members.id = ${memberId} OR members.person_id = ${memberId}) AND NOT bot
    ORDER BY first_at, accounts.id LIMIT 1
  `.execute(tx);
  return rows[0];
}

/**
 * Checks a member in for today, in the community's zone: an event like any other, on which earning rules decide a moment
 * later. However often it is asked, it is one event a day.
 */
export async function checkIn(
  { database, acceptEvents }: { database: Database; acceptEvents: AcceptEvents },
  { workspaceId, communityId, memberId }: Ref,
  now: number,
): Promise<void> {
  const { account, today } = await database.inWorkspace(workspaceId, async (tx) => ({
    account: await accountOf(tx, memberId),
    today: dayOf(now, (await getCommunity(tx, communityId)).zone),
  }));
  if (!account) throw new Conflict('there is no account to check in with', 'no_account');
  await acceptEvents({ workspaceId, communityId, source: 'member-pages' }, [
    {
      id: `check_in:${memberId}:${formatDay(today)}`,
      platform: account.platform,
      member: account.externalId,
      group: '',
      kind: 'check_in',
      at: new Date(now).toISOString(),
    },
  ]);
  await database.inWorkspace(workspaceId, (tx) => addCheckIns(tx, communityId, [{ memberId, day: today }]));
}

/** Makes up a day that was missed: it counts for the streak and is no contribution. BadInput; Conflict without cards or points. */
export async function makeUp(
  tx: Tx,
  { communityId, memberId }: Pick<Ref, 'communityId' | 'memberId'>,
  { day: asked, now }: { day: string; now: number },
): Promise<void> {
  // One at a time: cards are counted before one is used.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`points.make-up:${memberId}`}, 0))`.execute(tx);
  const { today, days, cards } = await readCalendar(tx, { communityId, memberId }, now);
  const day = parseDay(asked);
  if (day === undefined || day >= today || day < today - cards.makeUpDays)
    throw new BadInput('this day cannot be made up', [
      { where: '/body/day', what: `is not one of the ${cards.makeUpDays} days before today` },
    ]);
  if (days.some((one) => one.day === day)) throw new Conflict('that day is checked in already', 'checked_in');
  if (cards.left === 0) throw new Conflict('no make-up card is left this month', 'no_cards');
  if (cards.makeUpCost > 0) {
    const [outcome] = await postPoints(tx, [
      {
        key: `make-up:${memberId}:${asked}`,
        communityId,
        memberId,
        kind: 'spend',
        amount: cards.makeUpCost,
        cause: { kind: 'make_up', id: asked },
        at: now,
      },
    ]);
    if (outcome!.state === 'insufficient') throw new Conflict('there are too few points for it', 'insufficient_points');
  }
  await addCheckIns(tx, communityId, [{ memberId, day }], now);
}
