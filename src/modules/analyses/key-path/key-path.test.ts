import { describe, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { weightOf } from '#testkit/oracle/history.ts';
import { buildCommunity, type Person } from '#testkit/oracle/people.ts';
import { orderRows } from '#testkit/oracle/history.ts';
import type { EarlyBehaviour } from '../key-path.contract.ts';
import { sharedLab } from '#testkit/analyses/shared-lab.ts';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2024, 1, 1);

/** People join all the time: the history of one half year after another, each with people of its own. */
const history: NeutralEvent[] = Array.from({ length: 6 }, (_, wave) =>
  randomHistory({
    seed: 50 + wave,
    events: 700,
    people: 25,
    days: 130,
    from: FROM + wave * 20 * DAY_MS,
    renames: false,
  }).map((event) => ({
    ...event,
    id: `${wave}-${event.id}`,
    member: event.member === 'robot' ? 'robot' : `${wave}${event.member}`,
    ...(event.replyTo ? { replyTo: `${wave}-${event.replyTo}` } : {}),
    ...(event.mentions ? { mentions: event.mentions.map((name) => `${wave}${name}`) } : {}),
  })),
)
  .flat()
  .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  .map((event, position) => ({ ...event, position }));

const lab = sharedLab(history);
const WRITINGS = new Set(['message', 'reply', 'answer', 'post', 'submission', 'review']);

type Facts = { did: Set<EarlyBehaviour>; stayed: boolean };

/** What each joiner did in their first days, by looking at their own events and gains. */
function plainJoiners(from: number): Map<Person, Facts> {
  const { people, gains } = buildCommunity(
    orderRows(history as unknown as Record<string, unknown>[], 'Asia/Shanghai'),
    lab().today,
  );
  const found = new Map<Person, Facts>();
  for (const person of people) {
    if (!person.joined || person.joinedDay < from || person.joinedDay > lab().today - 87) continue;
    const age = (day: number): number => day - person.joinedDay;
    const early = person.events.filter((row) => age(row.day) >= 0 && age(row.day) < 14);
    const contributions = early.filter((row) => weightOf(row) > 0);
    const did = new Set(early.map(({ kind }) => `did_${kind}` as EarlyBehaviour));
    const when = (condition: boolean, ...behaviours: EarlyBehaviour[]): void => {
      if (condition) for (const behaviour of behaviours) did.add(behaviour);
    };
    const first = early.filter((row) => row.day === person.joinedDay);
    when(
      first.some((row) => WRITINGS.has(row.kind)),
      'spoke_first_day',
    );
    when(
      first.some((row) => row.kind === 'reply'),
      'replied_first_day',
    );
    const days = new Set(contributions.map(({ day }) => day)).size;
    when(days >= 2, 'active_days_2');
    when(days >= 4, 'active_days_4');
    when(new Set(contributions.map(({ group }) => group)).size >= 2, 'groups_2');
    const near = gains.filter((gain) => age(gain.day) >= 0 && age(gain.day) < 14);
    for (const kind of ['reply', 'reaction', 'mention'] as const)
      when(
        near.some((gain) => gain.receiver === person && gain.kind === kind),
        `got_${kind}`,
      );
    const others = new Set(
      near.flatMap(({ giver, receiver }) => (giver === person ? [receiver] : receiver === person ? [giver] : [])),
    );
    for (const n of [1, 3, 5] as const) when(others.size >= n, `tied_${n}`);
    const stayed = person.events.some((row) => weightOf(row) > 0 && age(row.day) >= 60 && age(row.day) < 88);
    found.set(person, { did, stayed });
  }
  return found;
}

describe('key path', () => {
  it('counts what looking at every joiner finds, and opens those people', async () => {
    const from = lab().today - 364;
    const { joiners, stayed, behaviours, warnings, tooYoung } = await lab().run('key-path');
    const plain = [...plainJoiners(from).values()];
    expect({ joiners, stayed }).toEqual({ joiners: plain.length, stayed: plain.filter((one) => one.stayed).length });
    expect(joiners).toBeGreaterThan(60);
    for (const row of behaviours) {
      const those = plain.filter(({ did }) => did.has(row.behaviour));
      expect([row.behaviour, row.with, row.stayedWith]).toEqual([
        row.behaviour,
        those.length,
        those.filter((one) => one.stayed).length,
      ]);
    }
    expect(warnings.map(({ code }) => code)).toContain('association_not_cause');
    expect(tooYoung).toBe(
      lab().people.filter(({ joined, joinedDay }) => joined && joinedDay > lab().today - 87).length,
    );
    const row = behaviours.find(({ reason }) => reason === null)!;
    const { behaviour } = row;
    expect(await lab().behind('key-path', {}, { behaviour, did: true, stayed: true })).toBe(row.stayedWith);
    expect(await lab().behind('key-path', {}, { behaviour, did: false, stayed: null })).toBe(row.without);
    expect(await lab().behind('key-path', {}, { behaviour: null, did: true, stayed: false })).toBe(joiners - stayed);
  });

  it('says why it cannot compare, and orders what holds first', async () => {
    const { behaviours } = await lab().run('key-path');
    expect(behaviours.find(({ behaviour }) => behaviour === 'did_review')).toMatchObject({
      lift: null,
      p: null,
      reason: 'few_with',
    });
    for (const { lift, low, high } of behaviours) if (lift !== null) expect(low! < lift && lift < high!).toBe(true);
    for (const { p, adjusted } of behaviours) if (p !== null) expect(adjusted).toBeGreaterThanOrEqual(p);
  });

  it('of days on which nobody joined divides by nothing', async () => {
    const range = { from: formatDay(lab().today - 900), to: formatDay(lab().today - 800) };
    const { joiners, stayRate, behaviours } = await lab().run('key-path', { range });
    expect({ joiners, stayRate }).toEqual({ joiners: 0, stayRate: null });
    expect(behaviours.every(({ lift, p }) => lift === null && p === null)).toBe(true);
  });
});
