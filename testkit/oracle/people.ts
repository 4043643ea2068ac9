import { weightOf, type Row } from './history.ts';

/** One human being with everything the definitions ask of them, kept as plain collections. */
export type Person = {
  label: string;
  first?: Row;
  events: Row[];
  activeDays: Map<number, number>;
  joined: boolean;
  joinedDay: number;
  leftDay: number | undefined;
  isMember: boolean;
};

/** A tie's gain on a day. */
export type Gain = { giver: Person; receiver: Person; day: number; gain: number; kind: string };

export type Community = { rows: Row[]; authors: Map<Row, Person>; people: Person[]; gains: Gain[]; bots: Set<string> };

type Persona = { parent: Persona | undefined; label: string };

const root = (persona: Persona): Persona => {
  let at = persona;
  while (at.parent) at = at.parent;
  return at;
};

/**
 * Who is who at the end of `lastDay`, and what they gave each other. Walks the history once, in order; every account
 * name stands for the persona that holds it at that moment.
 */
export function buildCommunity(all: readonly Row[], lastDay: number): Community {
  const bots = new Set(all.filter((row) => row.bot).map((row) => row.member));
  const holders = new Map<string, Persona>();
  const holder = (account: string): Persona => {
    let found = holders.get(account);
    if (!found) holders.set(account, (found = { parent: undefined, label: account }));
    return found;
  };
  const known = all.filter((row) => row.day <= lastDay);
  const rows = known.filter((row) => !bots.has(row.member) && !row.removed);
  const counting = new Set(rows);
  const personas = new Map<Row, Persona>();
  const faces = new Map<Row, { target?: Persona; mentions: Persona[] }>();
  for (const row of known) {
    const author = holder(row.member);
    personas.set(row, author);
    faces.set(row, {
      ...(row.target !== undefined && { target: holder(row.target) }),
      mentions: (row.mentions ?? []).filter((name) => !bots.has(name)).map(holder),
    });
    if (row.kind === 'rename' && counting.has(row) && row.target !== undefined && row.target !== row.member) {
      const from = root(author);
      const to = root(holder(row.target));
      if (from !== to) from.parent = to;
      to.label = row.target;
      holders.delete(row.member);
    }
  }

  const persons = new Map<Persona, Person>();
  const personOf = (persona: Persona): Person => {
    const top = root(persona);
    let person = persons.get(top);
    if (!person) {
      person = {
        label: top.label,
        events: [],
        activeDays: new Map(),
        joined: false,
        joinedDay: 0,
        leftDay: undefined,
        isMember: false,
      };
      persons.set(top, person);
    }
    return person;
  };
  const authors = new Map<Row, Person>();
  for (const row of rows) {
    const person = personOf(personas.get(row)!);
    authors.set(row, person);
    person.events.push(row);
    const weight = weightOf(row);
    if (weight > 0) person.activeDays.set(row.day, (person.activeDays.get(row.day) ?? 0) + weight);
  }
  for (const person of persons.values()) settle(person);
  const gains = tieGains(known, rows, bots, (row) => personOf(personas.get(row)!), faces, personOf);
  return { rows, authors, people: [...persons.values()], gains, bots };
}

/** The last day of leave in each group, undefined where the person is still there, of events in order. */
function leaveDays(events: readonly Row[]): (number | undefined)[] {
  const groups = new Set(events.map((row) => row.group ?? ''));
  return [...groups].map((group) => {
    const there = events.filter((row) => (row.group ?? '') === group);
    const leave = there.findLast((row) => row.kind === 'leave');
    const other = there.findLast((row) => row.kind !== 'leave');
    return leave && (!other || leave.at > other.at) ? leave.day : undefined;
  });
}

/** Whether somebody with these events, in order, had joined and not left. */
export const standsAt = (events: readonly Row[]): boolean =>
  events.some((row) => row.kind !== 'rename') && leaveDays(events).includes(undefined);

/** Joined and left, from the person's own events. */
function settle(person: Person): void {
  const first = person.events.find((row) => row.kind !== 'rename');
  if (!first) return;
  person.joined = true;
  person.first = first;
  person.joinedDay = first.day;
  person.isMember = standsAt(person.events);
  if (!person.isMember) person.leftDay = Math.max(...leaveDays(person.events).map((day) => day!));
}

function tieGains(
  known: readonly Row[],
  rows: readonly Row[],
  bots: ReadonlySet<string>,
  author: (row: Row) => Person,
  faces: ReadonlyMap<Row, { target?: Persona; mentions: Persona[] }>,
  personOf: (persona: Persona) => Person,
): Gain[] {
  const byId = new Map(known.map((row) => [row.id, row]));
  const gains: Gain[] = [];
  for (const row of rows) {
    const giver = author(row);
    const best = new Map<Person, { gain: number; kind: string }>();
    const give = (receiver: Person, gain: number, kind: string): void => {
      if (receiver !== giver && (best.get(receiver)?.gain ?? 0) < gain) best.set(receiver, { gain, kind });
    };
    const face = faces.get(row)!;
    const target = row.target !== undefined && !bots.has(row.target) ? personOf(face.target!) : undefined;
    const parent = row.replyTo === undefined ? undefined : byId.get(row.replyTo);
    const parentVoid = parent !== undefined && (Boolean(parent.removed) || bots.has(parent.member));
    const towards = row.target !== undefined ? target : parent && author(parent);
    if (!parentVoid && towards) {
      if (row.kind === 'reply' || row.kind === 'answer') give(towards, 3, 'reply');
      if (row.kind === 'reaction' || row.kind === 'vote') give(towards, 1, 'reaction');
    }
    if (row.kind === 'invite_accepted' && target) give(target, 5, 'referral');
    for (const mentioned of face.mentions) give(personOf(mentioned), 3, 'mention');
    if (row.kind === 'message' && row.mentions === undefined && target) give(target, 3, 'mention');
    for (const [receiver, { gain, kind }] of best) gains.push({ giver, receiver, day: row.day, gain, kind });
  }
  return gains.concat(attendedTogether(rows, author));
}

function attendedTogether(rows: readonly Row[], author: (row: Row) => Person): Gain[] {
  const occasions = new Map<string, Map<Person, number>>();
  for (const row of rows) {
    if (row.kind !== 'attend') continue;
    const key = JSON.stringify([row.group ?? '', row.thread ?? '', row.thread ? '' : row.day]);
    const guests = occasions.get(key) ?? new Map<Person, number>();
    guests.set(author(row), Math.min(guests.get(author(row)) ?? Infinity, row.day));
    occasions.set(key, guests);
  }
  const gains: Gain[] = [];
  for (const guests of occasions.values()) {
    if (guests.size > 50) continue;
    for (const [giver, a] of guests)
      for (const [receiver, b] of guests)
        if (giver !== receiver) gains.push({ giver, receiver, day: Math.max(a, b), gain: 1, kind: 'attend' });
  }
  return gains;
}
