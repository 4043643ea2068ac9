import { sql } from 'kysely';
import type { Clock } from '#kernel/clock.ts';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { AcceptEvents } from '#modules/events/index.ts';
import { asMember, type AsMember, type MayAct } from '#modules/member-access/index.ts';
import { type Caller, type MemberCaller, memberOf, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { checkIn, makeUp, readCalendar } from './check-in.ts';
import {
  type CheckInPage,
  checkInReply,
  giftBody,
  giftReply,
  makeUpBody,
  myPointsReply,
  myRecordQuery,
  myRecordReply,
  peopleQuery,
  peopleReply,
} from './contract.ts';
import { giftPoints, giftsLeft } from './gift-points.ts';
import { readExpiring, readRecord } from './points.read-model.ts';
import { cursorOf, placeOf, presentRecord } from './present.ts';
import { balancesOf } from './read-points.ts';
import { readPointRules } from './rule-store.ts';
import { readSettings } from './settings-store.ts';

export type PointsMemberServices = { database: Database; clock: Clock; acceptEvents: AcceptEvents; mayAct: MayAct };

/** A member's own points, record, gifts and checking in: whom it is about comes from the caller. */
export function pointsMemberRoutes(services: PointsMemberServices): Route[] {
  const inWork = asMember(services);
  return [...ownRoutes(services, inWork), ...giftRoutes(services, inWork), ...checkInRoutes(services, inWork)];
}

const ownRoutes = ({ clock }: PointsMemberServices, inWork: AsMember): Route[] => [
  route({
    id: 'm.points.mine',
    method: 'GET',
    path: '/api/m/v1/points',
    summary: 'My points, and when they expire',
    reply: myPointsReply,
    handle: ({ caller }) =>
      inWork(caller, async (tx, { communityId, memberId }) => {
        const { name, nameEn } = await readSettings(tx, communityId);
        const { zone } = await getCommunity(tx, communityId);
        return {
          name: { zh: name, en: nameEn },
          balance: (await balancesOf(tx, [memberId])).get(memberId) ?? 0,
          zone,
          expiring: (await readExpiring(tx, memberId)).map(({ expiresAt, amount }) => ({
            expiresAt,
            // They expire at a midnight: the last day is the one before.
            lastDay: expiresAt === null ? null : formatDay(dayOf(Date.parse(expiresAt) - 1, zone)),
            amount,
          })),
          gifts: await giftsLeft(tx, { communityId, memberId, now: clock.now() }),
        };
      }),
  }),
  route({
    id: 'm.points.record',
    method: 'GET',
    path: '/api/m/v1/points/record',
    summary: 'What changed my points, the latest first',
    query: myRecordQuery,
    reply: myRecordReply,
    handle: ({ caller, query: { cursor, limit } }) =>
      inWork(caller, async (tx, { memberId }) => {
        const rows = await readRecord(tx, { memberId, before: placeOf(cursor), limit });
        return { lines: await presentRecord(tx, rows), next: cursorOf(rows, limit) };
      }),
  }),
];

const giftRoutes = ({ clock, mayAct }: PointsMemberServices, inWork: AsMember): Route[] => [
  route({
    id: 'm.points.people',
    method: 'GET',
    path: '/api/m/v1/points/people',
    summary: 'Members whose name begins so, to give points to',
    query: peopleQuery,
    rateLimit: { max: 60, perSeconds: 60 },
    reply: peopleReply,
    handle: ({ caller, query: { q } }) =>
      inWork(caller, async (tx, member) => {
        const { giftDayLimit } = await readSettings(tx, member.communityId);
        return { people: giftDayLimit === null ? [] : await findPeople(tx, member, q) };
      }),
  }),
  route({
    id: 'm.points.give',
    method: 'POST',
    path: '/api/m/v1/points/gifts',
    summary: 'Give points to another member',
    body: giftBody,
    reply: giftReply,
    handle: ({ caller, body }) =>
      inWork(caller, async (tx, { communityId, memberId }) => {
        await mayAct(tx, memberId);
        const given = await giftPoints(tx, { communityId, from: memberId, ...body, at: clock.now() });
        return { ...given, balance: (await balancesOf(tx, [memberId])).get(memberId) ?? 0 };
      }),
  }),
];

/** At most eight people other than the asking one whose name begins so. */
async function findPeople(
  tx: Tx,
  { communityId, memberId }: MemberCaller,
  q: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT DISTINCT ON (person) person AS id, name FROM (
      SELECT coalesce(members.person_id, members.id) AS person, accounts.name FROM accounts
      JOIN members ON members.id = accounts.member_id
      WHERE accounts.community_id = ${communityId} AND NOT accounts.bot AND accounts.name <> ''
        AND starts_with(lower(accounts.name), lower(${q}))
      ORDER BY lower(accounts.name), accounts.id LIMIT 50
    ) AS found WHERE person <> ${memberId}::uuid ORDER BY person, name LIMIT 8
  `.execute(tx);
  return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const checkInRoutes = ({ database, acceptEvents, clock, mayAct }: PointsMemberServices, inWork: AsMember): Route[] => {
  const read = (caller: Caller) => inWork(caller, (tx, member) => pageOf(tx, member, clock.now()));
  return [
    route({
      id: 'm.points.check-ins',
      method: 'GET',
      path: '/api/m/v1/check-in',
      summary: 'The days on which I checked in, my streak and my make-up cards',
      reply: checkInReply,
      handle: ({ caller }) => read(caller),
    }),
    route({
      id: 'm.points.check-in',
      method: 'POST',
      path: '/api/m/v1/check-in',
      summary: 'Check in for today; the points follow a moment later',
      reply: checkInReply,
      async handle({ caller }) {
        await inWork(caller, (tx, { memberId }) => mayAct(tx, memberId));
        await checkIn({ database, acceptEvents }, memberOf(caller), clock.now());
        return read(caller);
      },
    }),
    route({
      id: 'm.points.make-up',
      method: 'POST',
      path: '/api/m/v1/check-in/make-up',
      summary: 'Make up a day that I missed',
      body: makeUpBody,
      reply: checkInReply,
      async handle({ caller, body: { day } }) {
        await inWork(caller, async (tx, member) => {
          await mayAct(tx, member.memberId);
          await makeUp(tx, member, { day, now: clock.now() });
        });
        return read(caller);
      },
    }),
  ];
};

async function pageOf(tx: Tx, { communityId, memberId }: MemberCaller, now: number): Promise<CheckInPage> {
  const { today, days, streak, cards } = await readCalendar(tx, { communityId, memberId }, now);
  const rules = (await readPointRules(tx, communityId)).filter(
    ({ enabled, kind, conditions }) =>
      enabled && kind === 'check_in' && conditions.segmentId === null && conditions.groupIds.length === 0,
  );
  return {
    today: formatDay(today),
    days: days.map(({ day, madeUp }) => ({ day: formatDay(day), madeUp })),
    streak,
    cards: { left: cards.left, perMonth: cards.cardsPerMonth, days: cards.makeUpDays, cost: cards.makeUpCost },
    earns: {
      points: rules.reduce((all, { points }) => all + points, 0),
      streaks: rules.flatMap(({ bonuses }) => bonuses.streaks).toSorted((a, b) => a.days - b.days),
    },
  };
}
