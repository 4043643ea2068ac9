import type { Anchor, Doing } from './doing.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { GROUPS } from './groups.ts';
import { livelinessOf, PHASES, phaseOf, WEEKDAY_LIVELINESS, type Phase } from './story.ts';

/** What the planner knows: the people by the day of their joining, and where to put what happens later. */
export type PlanContext = {
  random: Random;
  people: readonly Person[];
  /** ISO weekday of a story day, 0 = Monday. */
  weekdayOf(day: number): number;
  /** Files a doing under a story day. */
  file(day: number, doing: Doing): void;
};

/** Whether someone belongs to the community on a day (joined, not left). */
export const isHere = (person: Person, day: number): boolean => person.joinDay <= day && day < person.leaveDay;

/** Whether someone takes part these days. */
export const isUp = (person: Person, day: number): boolean =>
  isHere(person, day) && person.joinDay < day && (day < person.restFrom || day >= person.restTo);

/** When in a day something is done: mornings, lunch, afternoons, above all evenings; later at weekends and for night owls. */
export function minuteOfDay(random: Random, person: Person, weekday: number): number {
  const weekend = weekday >= 5;
  const hour = [
    () => random.normal(weekend ? 9.6 : 8, 0.7),
    () => random.normal(12.6, 0.6),
    () => random.normal(16, 1.4),
    () => random.normal(21.1, 1.1),
    () => 7 + random.unit() * 17,
  ][random.weighted(weekend ? [14, 13, 24, 40, 9] : [17, 20, 12, 43, 8])]!();
  return Math.max(1, (hour + person.shift * 0.8) * 60);
}

/** Moments of a day at which a conversation gets going in each group; talk gathers around them. */
function liveMoments(random: Random, day: number, weekday: number): readonly number[][] {
  const ordinary = { shift: 0 } as Person;
  const busy = Math.sqrt(livelinessOf(day));
  return GROUPS.map(({ purpose }) =>
    Array.from({ length: Math.max(2, Math.round((purpose === 'chat' ? 11 : 7) * busy)) }, () =>
      minuteOfDay(random, ordinary, weekday),
    ),
  );
}

/** Around a live moment mostly; `alone` is the chance of a time of one's own. */
function talkMinute(
  random: Random,
  person: Person,
  weekday: number,
  moments: readonly number[],
  alone: number,
): number {
  if (random.chance(alone)) return minuteOfDay(random, person, weekday);
  return random.pick(moments) + random.exponential(14);
}

function planTalk(context: PlanContext, person: Person, day: number, weekday: number, live: readonly number[][]): void {
  const { random } = context;
  const fresh = person.habit === 'guest' && day - person.joinDay < 12 ? 1.6 : 1;
  const mood = livelinessOf(day);
  const steadiness = person.habit === 'leader' ? Math.max(0.75, mood) : mood;
  if (!random.chance(Math.min(0.97, person.presence * steadiness * WEEKDAY_LIVELINESS[weekday]! * fresh))) return;
  let left = Math.min(60, 1 + Math.floor(random.exponential(Math.max(0.2, person.volume * Math.sqrt(mood) - 0.6))));
  while (left > 0) {
    const size = Math.min(left, 1 + random.below(5));
    const group = person.groups[random.chance(0.62) ? 0 : random.below(person.groups.length)]!;
    let minute = talkMinute(random, person, weekday, live[group]!, day < PHASES.decline.from ? 0.25 : 0.68);
    for (let done = 0; done < size; done += 1) {
      context.file(day, { what: 'talk', minute, person, group });
      minute += 0.4 + random.exponential(2.5);
    }
    left -= size;
  }
}

const WELCOME: Record<Phase, number> = {
  growth: 0.75,
  festival: 0.5,
  plateau: 0.55,
  spamWave: 0.3,
  decline: 0.12,
  recovery: 0.35,
};

/** Joining: the groups, an introduction perhaps, a welcome by the team unless they are overrun, thanks to the inviter. */
function planJoin(context: PlanContext, person: Person, day: number, weekday: number, team: readonly Person[]): void {
  const { random } = context;
  let minute = person.habit === 'team' ? 520 + random.below(30) : Math.max(600, minuteOfDay(random, person, weekday));
  for (const group of person.groups) {
    context.file(day, { what: 'join', minute, person, group });
    minute += 1 + random.below(20);
  }
  if (person.habit === 'team') return;
  const home = person.groups[0]!;
  const { inviter } = person;
  if (inviter && isHere(inviter, day + 1)) {
    const meeting = inviter.groups.includes(home)
      ? home
      : inviter.groups.find((one) => GROUPS[one]!.platform === GROUPS[home]!.platform)!;
    context.file(day, { what: 'invited', minute: minute + 0.5, person: inviter, group: meeting, guest: person });
  }
  const speaks = person.habit !== 'lurker' && random.chance(person.habit === 'occasional' ? 0.35 : 0.62);
  if (speaks) {
    minute += random.chance(0.5) ? random.exponential(12) : random.exponential(700);
    context.file(day, {
      what: 'introduce',
      minute,
      person,
      group: random.chance(0.5) ? home : random.pick(person.groups),
    });
  }
  const host =
    team.find((one) => one.groups.includes(home) && random.chance(0.5)) ??
    team.find((one) => one.groups.includes(home))!;
  if (random.chance(WELCOME[phaseOf(day)])) {
    context.file(day, {
      what: 'welcome',
      minute: minute + 1 + random.exponential(35),
      person: host,
      group: home,
      guest: person,
    });
  }
}

function planLeave(context: PlanContext, person: Person, day: number): void {
  let minute = 480 + context.random.below(800);
  for (const group of person.groups) {
    context.file(day, { what: 'leave', minute, person, group });
    minute += 1 + context.random.below(3);
  }
}

const PRICES = [19.9, 29, 35, 39.8, 45, 49, 58, 59, 68, 88, 99, 128, 168, 199, 268];

function planShopping(context: PlanContext, person: Person, day: number, weekday: number): void {
  const { random } = context;
  const home = person.groups[0]!;
  const phase = phaseOf(day);
  if (random.chance(person.habit === 'lurker' ? 0.04 : 0.022)) {
    context.file(day, { what: 'visit', minute: minuteOfDay(random, person, weekday), person, group: home });
  }
  const appetite = person.buyer * (phase === 'festival' ? 0.045 : phase === 'decline' ? 0.006 : 0.012);
  if (person.buyer === 0 || !random.chance(appetite)) return;
  const amount = Math.round(random.pick(PRICES) * (1 + random.below(2)) * 100) / 100;
  const shop = person.groups.includes(1) ? 1 : home;
  context.file(day, { what: 'buy', minute: minuteOfDay(random, person, weekday), person, group: shop, amount });
  if (random.chance(0.03)) context.file(day + 3, { what: 'refund', minute: 700, person, group: shop, amount });
  else if (random.chance(0.2) && person.habit !== 'lurker') {
    context.file(day + 4 + random.below(5), {
      what: 'review',
      minute: minuteOfDay(random, person, weekday),
      person,
      group: shop,
    });
  }
}

/** Check-in challenges: 21 days in the growth, the festival, 66 days in the recovery. */
const challengeOn = (day: number): number =>
  day >= 30 && day < 51 ? 0.3 : day >= PHASES.festival.from && day < PHASES.festival.to ? 0.4 : day >= 206 ? 0.26 : 0;

function planCheckIn(context: PlanContext, person: Person, day: number, weekday: number): void {
  const zeal = person.habit === 'occasional' || person.habit === 'guest' ? 0.12 : 1;
  if (
    person.habit === 'lurker' ||
    person.habit === 'team' ||
    !context.random.chance(challengeOn(day) * zeal * Math.min(1, person.presence * 1.6))
  )
    return;
  context.file(day, {
    what: 'checkIn',
    minute: minuteOfDay(context.random, person, weekday),
    person,
    group: person.groups[0]!,
  });
}

function sample<T>(random: Random, list: readonly T[], count: number): T[] {
  const left = [...list];
  const taken: T[] = [];
  while (taken.length < count && left.length > 0) {
    const index = random.below(left.length);
    taken.push(left[index]!);
    left[index] = left.at(-1)!;
    left.pop();
  }
  return taken;
}

function planPoll(context: PlanContext, day: number, group: number, host: Person, up: readonly Person[]): void {
  const { random } = context;
  const anchor: Anchor = {};
  context.file(day, {
    what: 'announce',
    pattern: 'poll',
    minute: 1210 + random.below(15),
    person: host,
    group,
    anchor,
  });
  for (const person of sample(random, up, Math.round(up.length * (0.12 + 0.12 * random.unit())))) {
    context.file(day, {
      what: 'vote',
      minute: 1230 + random.exponential(260),
      person,
      group,
      anchor,
      option: random.below(4),
    });
  }
}

function planQuiz(context: PlanContext, day: number, group: number, host: Person, up: readonly Person[]): void {
  const { random } = context;
  const anchor: Anchor = {};
  context.file(day, { what: 'announce', pattern: 'quiz', minute: 1200, person: host, group, anchor });
  const solvers = sample(random, up, 4 + Math.round(up.length * 0.06 * random.unit()));
  for (const [index, person] of solvers.entries()) {
    context.file(day, {
      what: 'answerQuiz',
      minute: 1203 + index * 2 + random.exponential(20),
      person,
      group,
      anchor,
      accepted: index < 3,
    });
  }
}

function planMeetup(context: PlanContext, day: number, group: number, host: Person, up: readonly Person[]): void {
  const { random } = context;
  const size = 16 + random.below(30);
  context.file(day, { what: 'announce', pattern: 'meetup', minute: 660, person: host, group, anchor: {}, n: size });
  const circles = up.filter((person) => person.circle % 3 === day % 3 || random.chance(0.3));
  for (const person of [host, ...sample(random, circles, size - 1)]) {
    context.file(day + 4, {
      what: 'attend',
      minute: 840 + random.below(25),
      person,
      group,
      occasion: `meetup-${day + 4}-${group}`,
    });
  }
}

/** What the team puts on: polls on Thursdays, quizzes, meetups every other Tuesday for the Saturday, the festival's lecture. */
function planProgramme(
  context: PlanContext,
  day: number,
  weekday: number,
  team: readonly Person[],
  up: readonly Person[],
): void {
  const { random } = context;
  const phase = phaseOf(day);
  const tired = phase === 'decline' || phase === 'spamWave';
  for (const group of [0, 2, 4]) {
    const hosts = team.filter((one) => one.groups.includes(group));
    const crowd = up.filter((one) => one.groups.includes(group) && one.habit !== 'team');
    if (hosts.length === 0 || crowd.length < 8) continue;
    const host = random.pick(hosts);
    if (weekday === 3 && (!tired || random.chance(0.3))) planPoll(context, day, group, host, crowd);
    if (phase === 'festival' || (weekday === 2 && !tired)) planQuiz(context, day, group, host, crowd);
    if (weekday === 1 && Math.floor(day / 7) % 3 === group / 2 && !tired && day > 14)
      planMeetup(context, day, group, host, crowd);
    if (phase === 'festival') {
      context.file(day, {
        what: 'announce',
        pattern: 'festival',
        minute: 545 + random.below(30),
        person: host,
        group,
        anchor: {},
      });
      for (const person of sample(random, crowd, 2))
        context.file(day, { what: 'submit', minute: minuteOfDay(random, person, weekday), person, group });
      if (day === PHASES.festival.from + 6 && group === 0) {
        for (const person of sample(random, crowd, Math.min(150, crowd.length))) {
          context.file(day, { what: 'attend', minute: 1200 + random.below(30), person, group, occasion: 'lecture' });
        }
      }
    }
  }
}

/** Files everything that people set out to do on a story day. */
export function planDay(context: PlanContext, day: number): void {
  const weekday = context.weekdayOf(day);
  const team = context.people.filter((person) => person.habit === 'team');
  const live = liveMoments(context.random, day, weekday);
  const up: Person[] = [];
  for (const person of context.people) {
    if (person.joinDay > day) break;
    if (person.joinDay === day) planJoin(context, person, day, weekday, team);
    else if (person.leaveDay === day) planLeave(context, person, day);
    else if (isHere(person, day)) {
      if (person.renameDay === day)
        context.file(day, {
          what: 'rename',
          minute: 500 + context.random.below(600),
          person,
          group: person.groups[0]!,
        });
      if (person.habit !== 'team') planShopping(context, person, day, weekday);
      if (!isUp(person, day)) continue;
      if (person.presence > 0.04) up.push(person);
      planTalk(context, person, day, weekday, live);
      planCheckIn(context, person, day, weekday);
    }
  }
  planProgramme(context, day, weekday, team, up);
}

/** Groups that the helper bot writes into every morning. */
export const REMINDED_GROUPS = GROUPS.flatMap((group, index) => (group.purpose === 'chat' ? [index] : []));
