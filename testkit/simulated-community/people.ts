import { GROUPS } from './groups.ts';
import type { Random } from './random.ts';
import { joinWeightOf, leaveWeightOf, PHASES, STORY_DAYS } from './story.ts';
import type { TextPack } from './text-pack.ts';

/** How someone takes part. `guest` is lively for two weeks and then gone. */
export type Habit = 'team' | 'leader' | 'regular' | 'steady' | 'occasional' | 'guest' | 'lurker';

/** One person of the story. Days are story days; `leaveDay` and `restFrom`/`restTo` are Infinity where they never come. */
export type Person = {
  index: number;
  name: string;
  habit: Habit;
  /** Account id by platform. */
  accounts: Record<string, string>;
  /** Indexes into GROUPS; the first is home. */
  groups: readonly number[];
  circle: number;
  joinDay: number;
  leaveDay: number;
  /** Silent from this day on, and until that one. */
  restFrom: number;
  restTo: number;
  /** Chance of being there on an ordinary day. */
  presence: number;
  /** Mean number of doings on a day when there. */
  volume: number;
  /** How readily others answer. */
  charm: number;
  /** Hours that their day is later than most people's. */
  shift: number;
  buyer: number;
  /** Days checked in so far. */
  streak: number;
  inviter?: Person;
  renameDay?: number;
};

const HABITS: Record<Exclude<Habit, 'team'>, { share: number; presence: number; volume: number; stay: number }> = {
  leader: { share: 0.016, presence: 0.85, volume: 9, stay: Infinity },
  regular: { share: 0.085, presence: 0.52, volume: 4, stay: 900 },
  steady: { share: 0.17, presence: 0.24, volume: 2.6, stay: 260 },
  occasional: { share: 0.27, presence: 0.05, volume: 1.6, stay: 120 },
  guest: { share: 0.25, presence: 0.3, volume: 1.8, stay: 9 },
  lurker: { share: 0.21, presence: 0, volume: 0, stay: Infinity },
};

const PLATFORM_SHARES = [
  { platform: 'wecom', share: 0.46, groups: [0, 1] },
  { platform: 'qq', share: 0.25, groups: [2, 3] },
  { platform: 'wechat', share: 0.29, groups: [4, 5] },
] as const;

const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
const code = (random: Random, length: number): string =>
  Array.from({ length }, () => letters[random.below(letters.length)]).join('');

/** An account id as the platform writes them; the index keeps it unique. */
export function accountId(platform: string, index: number, random: Random): string {
  if (platform === 'qq') return String(210_000_000 + index * 137 + random.below(100));
  const tail = index.toString(36).padStart(4, '0');
  return platform === 'wecom' ? `wmQL${code(random, 8)}${tail}` : `wxid_${code(random, 10)}${tail}`;
}

function joinDays(random: Random, count: number): number[] {
  const weights = Array.from({ length: STORY_DAYS }, (_, day) => joinWeightOf(day));
  const days = Array.from({ length: count }, () => random.weighted(weights));
  return days.toSorted((one, other) => one - other);
}

const LEAVE_WEIGHTS = Array.from({ length: STORY_DAYS }, (_, day) => leaveWeightOf(day));

function leaveDay(random: Random, joinDay: number): number {
  for (let tries = 0; tries < 40; tries += 1) {
    const day = random.weighted(LEAVE_WEIGHTS);
    if (day > joinDay + 1) return day;
  }
  return STORY_DAYS - 1;
}

/** Early joiners carry the community; those of the recovery mostly look in and go. */
function habitFor(random: Random, joinDay: number): Habit {
  const kinds = Object.entries(HABITS) as [Exclude<Habit, 'team'>, { share: number }][];
  const early = joinDay < 70;
  const late = joinDay >= PHASES.recovery.from;
  const weights = kinds.map(([kind, { share }]) => {
    if (kind === 'leader' || kind === 'regular') return share * (early ? 2.1 : late ? 0.15 : 0.5);
    if (late) return share * ({ steady: 0.1, guest: 3, occasional: 0.8, lurker: 1 } as const)[kind];
    return share;
  });
  return kinds[random.weighted(weights)]![0];
}

function groupsFor(random: Random, habit: Habit, both: boolean): { groups: number[]; platform: string } {
  const own = PLATFORM_SHARES[random.weighted(PLATFORM_SHARES.map(({ share }) => share))]!;
  const [main, second] = own.groups;
  const wide = habit === 'leader' || habit === 'regular' ? 0.75 : 0.42;
  const groups: number[] = own.platform === 'qq' && random.chance(0.35) ? [second, main] : [main];
  if (groups.length === 1 && random.chance(wide)) groups.push(second);
  if (both) {
    const others = PLATFORM_SHARES.filter(({ platform }) => platform !== own.platform);
    groups.push(random.pick(others).groups[0]);
  }
  return { groups, platform: own.platform };
}

/** Rests: an own end of interest, or scared away by the spam wave and perhaps back in the recovery. */
function restFor(random: Random, habit: Habit, joinDay: number): { restFrom: number; restTo: number } {
  if (habit === 'team' || habit === 'lurker') return { restFrom: Infinity, restTo: Infinity };
  if (habit !== 'leader' && joinDay < PHASES.spamWave.from && random.chance(0.24)) {
    const restFrom = PHASES.spamWave.from + random.below(30);
    return { restFrom, restTo: random.chance(0.45) ? PHASES.recovery.from + 5 + random.below(60) : Infinity };
  }
  const { stay } = HABITS[habit];
  return { restFrom: stay === Infinity ? Infinity : joinDay + 1 + random.exponential(stay), restTo: Infinity };
}

function createPerson(
  random: Random,
  pack: TextPack,
  index: number,
  joinDay: number,
  options: { leaves: boolean; both: boolean },
): Person {
  const habit = options.leaves && random.chance(0.5) ? 'guest' : habitFor(random, joinDay);
  const plan = HABITS[habit as Exclude<Habit, 'team'>];
  const { groups } = groupsFor(random, habit, options.both);
  const accounts: Record<string, string> = {};
  for (const group of groups) {
    const { platform } = GROUPS[group]!;
    accounts[platform] ??= accountId(platform, index, random);
  }
  const rest = restFor(random, habit, joinDay);
  return {
    index,
    name: pack.name(random.unit),
    habit,
    accounts,
    groups,
    joinDay,
    ...rest,
    circle: groups[0]! * 10 + random.below(9),
    leaveDay: options.leaves ? leaveDay(random, joinDay) : Infinity,
    presence: Math.min(0.95, plan.presence * random.heavy(0.35)),
    volume: plan.volume * random.heavy(0.6),
    charm: habit === 'leader' ? 5 + random.below(5) : random.heavy(0.5),
    shift: random.normal(0, 1.1),
    buyer: random.chance(habit === 'guest' ? 0.08 : 0.34) ? random.heavy(0.9) : 0,
    streak: 0,
  };
}

function createTeam(random: Random, pack: TextPack): Person[] {
  return pack.teamNames.map((name, index) => {
    const groups = [
      [0, 1],
      [0, 1, 2, 4],
      [2, 3],
      [4, 5],
      [0, 1, 4, 5],
    ][index % 5]!;
    const accounts: Record<string, string> = {};
    for (const group of groups) accounts[GROUPS[group]!.platform] ??= accountId(GROUPS[group]!.platform, index, random);
    return {
      index,
      name,
      habit: 'team' as const,
      accounts,
      groups,
      circle: -1,
      joinDay: 0,
      leaveDay: Infinity,
      restFrom: Infinity,
      restTo: Infinity,
      presence: 0.86,
      volume: 7,
      charm: 3,
      shift: random.normal(-0.5, 0.5),
      buyer: 0,
      streak: 0,
    };
  });
}

/**
 * Everyone who ever joins, in order of joining; `members` of them are still there at the end, about a ninth more have
 * left. One in twenty is on two platforms.
 */
export function createPeople(random: Random, pack: TextPack, members: number): Person[] {
  const team = createTeam(random, pack);
  const leavers = Math.round(members * 0.115);
  const count = Math.max(0, members - team.length) + leavers;
  const leaves = new Set<number>();
  const days = joinDays(random, count);
  while (leaves.size < leavers) {
    const index = random.below(count);
    if (days[index]! < STORY_DAYS - 20) leaves.add(index);
  }
  const people = days.map((day, index) =>
    createPerson(random, pack, team.length + index, day, { leaves: leaves.has(index), both: random.chance(0.05) }),
  );
  partWithLeaders(random, people);
  chooseInviters(random, people);
  chooseRenames(random, people, Math.max(2, Math.round(members * 0.007)));
  return [...team, ...people];
}

/** Three people who carried much leave in the decline, and some of those who came for them stop coming. */
function partWithLeaders(random: Random, people: readonly Person[]): void {
  const leaving = people
    .filter(({ joinDay, leaveDay, groups }) => joinDay < 60 && leaveDay < Infinity && groups[0]! % 2 === 0)
    .slice(0, 3);
  for (const leader of leaving) {
    const { presence, volume } = HABITS.leader;
    Object.assign(leader, {
      habit: 'leader',
      presence,
      volume: volume * 1.6,
      charm: 9,
      restFrom: Infinity,
      restTo: Infinity,
    });
    leader.leaveDay = PHASES.decline.from + 2 + random.below(20);
    const friends = people.filter(
      ({ circle, habit }) => circle === leader.circle && (habit === 'regular' || habit === 'steady'),
    );
    for (const friend of friends) {
      if (!random.chance(0.5) || friend.restFrom < leader.leaveDay) continue;
      friend.restFrom = leader.leaveDay + 1 + random.exponential(9);
      friend.restTo = Infinity;
    }
  }
}

/** A third of the joiners come by the invitation of someone who talks and is on their platform. */
function chooseInviters(random: Random, people: readonly Person[]): void {
  for (const [index, person] of people.entries()) {
    if (index < 40 || !random.chance(0.33)) continue;
    const platform = GROUPS[person.groups[0]!]!.platform;
    for (let tries = 0; tries < 6 && !person.inviter; tries += 1) {
      const inviter = people[Math.floor(index * random.unit() ** 1.4)]!;
      const stays = inviter.leaveDay > person.joinDay && inviter.restFrom > person.joinDay;
      const talks = inviter.habit !== 'lurker' && inviter.joinDay < person.joinDay;
      if (talks && stays && inviter.accounts[platform]) person.inviter = inviter;
    }
  }
}

/** A few people change to a new account on the way. */
function chooseRenames(random: Random, people: readonly Person[], count: number): void {
  const stayers = people.filter(
    ({ habit, joinDay, leaveDay }) => habit !== 'lurker' && joinDay < STORY_DAYS - 60 && leaveDay === Infinity,
  );
  for (let left = stayers.length > 0 ? count : 0; left > 0; left -= 1) {
    const person = random.pick(stayers);
    person.renameDay = person.joinDay + 20 + random.below(STORY_DAYS - person.joinDay - 25);
  }
}
