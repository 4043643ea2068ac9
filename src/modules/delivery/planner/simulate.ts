import { Heap } from './heap.ts';
import type { LaneLimits } from './lane-limits.ts';
import { capAllows, moreImportant } from './person-cap.ts';
import type { Quiet } from './quiet-hours.ts';

/** A queued delivery as the planner looks at it. Times in milliseconds. */
export type QueuedRow = {
  id: string;
  /** Place of its connection in the list of lanes. */
  lane: number;
  toKind: string;
  toId: string;
  /** Of the content, as the platform gets it. */
  kind: string;
  priority: number;
  /** The order in which deliveries were asked for. */
  seq: number;
  ready: number;
  expires: number;
  /** Undefined where quiet hours do not hold. */
  quiet?: Quiet | undefined;
  /** Who gets it, where the fatigue cap counts it. */
  person?: string | undefined;
  stream?: string | undefined;
  /** Passes every limit: it has a ticket of the platform. */
  free?: boolean | undefined;
};

export type Lane = { limits: LaneLimits };

export type PersonFacts = { count: number; ms: number; sent: readonly number[] };

export type Facts = {
  now: number;
  lanes: readonly Lane[];
  rows: readonly QueuedRow[];
  /** Of everybody whom the cap protects. */
  people: ReadonlyMap<string, PersonFacts>;
};

/** When a delivery is sent and what made it wait; `sendAt` null: there is no place for it before it expires, because of `reason`. */
export type Planning = { sendAt: number | null; reason: string };

type Waiting = QueuedRow & { next: number; why: string };
type Recipient = { rows: Waiting[]; time: number; best: Waiting };
type Person = PersonFacts & { times: number[]; pending: Set<Waiting> };
type RunningLane = { lane: Lane; time: number; future: Heap<Recipient>; ready: Heap<Recipient>; why: string };

/**
 * Goes through the time to come as the senders will: on each connection, at each moment, of what is due the more important
 * first, then the earlier asked for, under every limit; and writes down when each delivery goes. Pure; about a second for
 * 100,000 deliveries. The same facts give the same plan.
 */
export function simulate({ now, lanes, rows, people }: Facts): Map<string, Planning> {
  const plan = new Map<string, Planning>();
  const persons = new Map<string, Person>(
    [...people].map(([id, facts]) => [
      id,
      { ...facts, times: facts.sent.toSorted((a, b) => a - b), pending: new Set() },
    ]),
  );
  const world = new World(plan, persons);
  const running = lanes.map((lane, at) =>
    beginLane(
      lane,
      rows.filter((row) => row.lane === at),
      { now, world },
    ),
  );
  const order = new Heap<RunningLane>((a, b) => a.time < b.time);
  for (const lane of running) if (lane.future.size > 0) order.push(lane);
  for (let lane = order.pop(); lane; lane = order.pop()) {
    step(lane, world);
    if (lane.ready.size + lane.future.size > 0) order.push(lane);
  }
  return plan;
}

/** What all lanes share: who was sent what, and what became of each row. */
class World {
  readonly plan: Map<string, Planning>;
  readonly persons: ReadonlyMap<string, Person>;

  constructor(plan: Map<string, Planning>, persons: ReadonlyMap<string, Person>) {
    this.plan = plan;
    this.persons = persons;
  }

  expect(row: Waiting): void {
    if (row.person !== undefined) this.persons.get(row.person)?.pending.add(row);
  }

  settle(row: Waiting, planning: Planning): void {
    this.plan.set(row.id, planning);
    const person = row.person === undefined ? undefined : this.persons.get(row.person);
    if (!person) return;
    person.pending.delete(row);
    if (planning.sendAt !== null) person.times.push(planning.sendAt);
  }

  /** The earliest time at which a row itself may go, and what it waits for. */
  mayGo(row: Waiting, at: number, { limits }: Lane): { until: number; key: string } {
    const awake = row.quiet?.(at) ?? at;
    if (awake > at) return { until: awake, key: 'quiet_hours' };
    const person = row.person === undefined ? undefined : this.persons.get(row.person);
    if (person) {
      const until = capAllows(row, at, { ...person, sent: person.times });
      if (until > at) return { until, key: 'cap' };
    }
    return limits.freeAt(row, at);
  }
}

function beginLane(lane: Lane, rows: readonly QueuedRow[], { now, world }: { now: number; world: World }): RunningLane {
  const running: RunningLane = {
    lane,
    time: Infinity,
    future: new Heap((a, b) => a.time < b.time),
    ready: new Heap((a, b) => moreImportant(a.best, b.best)),
    why: '',
  };
  const recipients = new Map<string, Waiting[]>();
  for (const queued of rows) {
    const row: Waiting = { ...queued, next: Math.max(queued.ready, now), why: '' };
    // What has a ticket goes at once, and what is over is over.
    if (row.free || row.next >= row.expires) {
      world.settle(row, row.next >= row.expires ? { sendAt: null, reason: 'late' } : { sendAt: row.next, reason: '' });
      continue;
    }
    world.expect(row);
    const of = recipients.get(row.toId);
    if (of) of.push(row);
    else recipients.set(row.toId, [row]);
  }
  for (const own of recipients.values()) {
    if (own.length > 1) own.sort((a, b) => (moreImportant(a, b) ? -1 : 1));
    keepStreams(own);
    const time = own.reduce((least, { next }) => Math.min(least, next), Infinity);
    running.future.push({ rows: own, time, best: own[0]! });
    running.time = Math.min(running.time, time);
  }
  return running;
}

/** Nothing of a stream is due before what was asked for earlier in it. */
function keepStreams(rows: readonly Waiting[]): void {
  const last = new Map<string, number>();
  for (const row of rows.filter(({ stream }) => stream !== undefined).toSorted((a, b) => a.seq - b.seq)) {
    row.next = Math.max(row.next, last.get(row.stream!) ?? 0);
    last.set(row.stream!, row.next);
  }
}

/** Lets a lane send all that it can at its time, then moves it on to when it can send more. */
function step(running: RunningLane, world: World): void {
  const { lane, future, ready } = running;
  const at = running.time;
  for (let next = future.peek(); next && next.time <= at; next = future.peek()) ready.push(wake(future.pop()!, at));
  for (;;) {
    const top = ready.peek();
    if (!top) {
      running.time = future.peek()?.time ?? Infinity;
      return;
    }
    const { until, key } = lane.limits.wholeFreeAt(at);
    if (until > at) {
      running.time = until;
      running.why = key;
      return;
    }
    ready.pop();
    const sent = sendOne(top, at, running, world);
    if (top.rows.length === 0) continue;
    top.time = top.rows.reduce((least, { next }) => Math.min(least, next), Infinity);
    if (sent && top.time <= at) ready.push(wake(top, at));
    else future.push(top);
  }
}

/** Of a recipient that is due: what is the most important there. */
function wake(recipient: Recipient, at: number): Recipient {
  recipient.best = recipient.rows.find(({ next }) => next <= at) ?? recipient.rows[0]!;
  return recipient;
}

/** Sends the most important row of a recipient that may go now; the others are put off to when they may. */
function sendOne(recipient: Recipient, at: number, { lane, why }: RunningLane, world: World): boolean {
  const { rows } = recipient;
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place]!;
    if (row.next > at || follows(row, rows)) continue;
    const { until, key } = at >= row.expires ? { until: at, key: why } : world.mayGo(row, at, lane);
    if (Math.max(until, at) >= row.expires) {
      rows.splice(place, 1);
      world.settle(row, { sendAt: null, reason: key || row.why || why });
      place -= 1;
    } else if (until > at) {
      row.next = until;
      row.why = key;
      if (row.stream !== undefined) keepStreams(rows);
    } else {
      rows.splice(place, 1);
      lane.limits.add(row, at);
      world.settle(row, { sendAt: at, reason: at > row.ready ? row.why || why : '' });
      return true;
    }
  }
  return false;
}

/** Whether something earlier of the same stream has not gone yet. */
function follows(row: Waiting, rows: readonly Waiting[]): boolean {
  return row.stream !== undefined && rows.some((other) => other.stream === row.stream && other.seq < row.seq);
}
