import { dayOf, startOfDay, type Day } from '#kernel/calendar.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { Conversation } from './conversation.ts';
import type { Doing } from './doing.ts';
import { GROUPS, type GroupPurpose } from './groups.ts';
import { accountId, createPeople, type Person } from './people.ts';
import { planDay, REMINDED_GROUPS } from './plan-day.ts';
import { createRandom, type Random } from './random.ts';
import { PHASES, STORY_DAYS, type Phase } from './story.ts';
import { tellDay, type TellContext } from './tell-day.ts';
import type { TextPack } from './text-pack.ts';
import { textZh } from './text-zh.ts';
import { createWriter } from './writer.ts';

export type SimulatedGroup = { platform: string; externalId: string; name: string; purpose: GroupPurpose };
export type SimulatedAccount = { platform: string; externalId: string };

/** The simulated community: who and what is there, and the events, told anew on each call. */
export type SimulatedCommunity = {
  community: { key: string; name: string; zone: string };
  groups: readonly SimulatedGroup[];
  /** People with accounts on two platforms: each entry is one person. The events do not tell; somebody has to merge them. */
  samePeople: readonly (readonly SimulatedAccount[])[];
  /** Accounts of the people who run the community. */
  team: readonly SimulatedAccount[];
  /** Accounts that an operator would certify as experts. */
  experts: readonly SimulatedAccount[];
  firstDay: Day;
  lastDay: Day;
  /** Calendar days of each phase, `from` ≤ day < `to`. */
  phases: Readonly<Record<Phase, { from: Day; to: Day }>>;
  /** In order of time; equal options give equal events. */
  events(): Generator<NeutralEvent>;
};

/**
 * Nine months of a bookshop's community of readers that end at `now` (UTC milliseconds): growth, a festival, a spam
 * wave, a decline and a recovery. `members` people are there at the end, counted as people, not as accounts.
 */
export function simulateCommunity(options: {
  now: number;
  seed?: number;
  members?: number;
  zone?: string;
  pack?: TextPack;
}): SimulatedCommunity {
  const { now, seed = 20_260, members = 2000, zone = 'Asia/Shanghai', pack = textZh } = options;
  const lastDay = dayOf(now, zone);
  const firstDay = lastDay - STORY_DAYS + 1;
  const people = (): Person[] => createPeople(createRandom(seed), pack, members);
  const cast = people();
  const accounts = (person: Person): SimulatedAccount[] =>
    Object.entries(person.accounts).map(([platform, externalId]) => ({ platform, externalId }));
  return {
    community: { ...pack.community, zone },
    groups: GROUPS.map(({ platform, externalId, purpose }, index) => ({
      platform,
      externalId,
      purpose,
      name: pack.groupNames[index]!,
    })),
    samePeople: cast.map(accounts).filter((own) => own.length > 1),
    team: cast.filter(({ habit }) => habit === 'team').flatMap(accounts),
    experts: cast.filter(({ habit, charm }) => habit === 'leader' && charm >= 8.5).flatMap(accounts),
    firstDay,
    lastDay,
    phases: Object.fromEntries(
      Object.entries(PHASES).map(([phase, { from, to }]) => [phase, { from: firstDay + from, to: firstDay + to }]),
    ) as SimulatedCommunity['phases'],
    events: () => tellStory({ people: people(), random: createRandom(seed + 1), now, firstDay, zone, pack }),
  };
}

function* tellStory(story: {
  people: Person[];
  random: Random;
  now: number;
  firstDay: Day;
  zone: string;
  pack: TextPack;
}): Generator<NeutralEvent> {
  const { people, random, now, firstDay, pack } = story;
  const filed = new Map<number, Doing[]>();
  const file = (day: number, doing: Doing): void => {
    const days = Math.floor(doing.minute / 1440);
    const list = filed.get(day + days);
    const moved = days > 0 ? { ...doing, minute: doing.minute - days * 1440 } : doing;
    if (list) list.push(moved);
    else filed.set(day + days, [moved]);
  };
  const planning = { random, people, file, weekdayOf: (day: number) => (firstDay + day + 3) % 7 };
  const telling = tellingOf(story);
  for (let day = 0; day < STORY_DAYS; day += 1) {
    planDay(planning, day);
    planIntruders(random, pack, day, file, people);
    const doings = (filed.get(day) ?? []).toSorted((one, other) => one.minute - other.minute);
    filed.delete(day);
    for (const told of tellDay(telling, day, doings)) {
      if (Date.parse(told.at) > now) return;
      yield told;
    }
  }
}

function tellingOf(story: { random: Random; firstDay: Day; zone: string; pack: TextPack }): TellContext {
  let number = 0;
  return {
    random: story.random,
    pack: story.pack,
    writer: createWriter(story.pack, story.random),
    startOf: (day) => startOfDay(story.firstDay + day, story.zone),
    conversations: GROUPS.map(() => new Conversation()),
    nextNumber: () => (number += 1),
  };
}

const stranger = (name: string, accounts: Record<string, string>, group: number): Person => ({
  index: -1,
  name,
  habit: 'lurker',
  accounts,
  groups: [group],
  circle: -1,
  joinDay: 0,
  leaveDay: Infinity,
  restFrom: Infinity,
  restTo: Infinity,
  presence: 0,
  volume: 0,
  charm: 0,
  shift: 0,
  buyer: 0,
  streak: 0,
});

/** The helper bot's reminder every morning, and in the spam wave the advertisers: in, a handful of ads, and out. */
function planIntruders(
  random: Random,
  pack: TextPack,
  day: number,
  file: (day: number, doing: Doing) => void,
  people: readonly Person[],
): void {
  for (const group of REMINDED_GROUPS) {
    const { platform } = GROUPS[group]!;
    file(day, {
      what: 'remind',
      minute: 450 + random.below(4),
      group,
      person: stranger(pack.helperBot, { [platform]: `helper-${platform}` }, group),
    });
  }
  const { from, to } = PHASES.spamWave;
  const wave = day >= from && day < to + 6 ? (day < to ? 9 : 2) : random.chance(0.04) ? 1 : 0;
  const scale = Math.max(0.2, people.length / 2230);
  for (let left = Math.ceil(wave * scale); left > 0; left -= 1) {
    const group = random.below(5);
    const { platform } = GROUPS[group]!;
    const number = 90_000 + day * 100 + left;
    const person = stranger(random.pick(pack.adNames), { [platform]: accountId(platform, number, random) }, group);
    const bot = random.chance(0.35);
    let minute = 540 + random.below(700);
    file(day, { what: 'join', minute, group, person });
    for (let ads = 2 + random.below(6); ads > 0; ads -= 1) {
      minute += 0.5 + random.exponential(6);
      file(day, { what: 'advertise', minute, group, person, bot });
    }
    file(day, { what: 'leave', minute: minute + 3 + random.exponential(45), group, person });
  }
}
