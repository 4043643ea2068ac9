import { describe, expect, it } from 'vitest';
import { dayOf } from '#kernel/calendar.ts';
import { EVENT_KINDS, neutralEventSchema, type NeutralEvent } from '#modules/events/contract.ts';
import { simulateCommunity, simulateEvents } from './index.ts';

const now = Date.parse('2026-11-23T08:00:00Z');
const community = simulateCommunity({ now });
const events = [...community.events()];
const zone = community.community.zone;
const dayAt = (at: string): number => dayOf(Date.parse(`${at}:00:00Z`), zone);
const days = new Map([...new Set(events.map(({ at }) => at.slice(0, 13)))].map((hour) => [hour, dayAt(hour)]));
const dayOfEvent = ({ at }: NeutralEvent): number => days.get(at.slice(0, 13))!;
const standing = events.filter((event) => event.removed === undefined && event.bot !== true);
const active = standing.filter(({ kind }) => EVENT_KINDS[kind as keyof typeof EVENT_KINDS].contribution);
const monthlyActive = (day: number): number =>
  new Set(
    active.filter((event) => dayOfEvent(event) <= day && dayOfEvent(event) > day - 28).map(({ member }) => member),
  ).size;

describe('simulateCommunity', () => {
  it('tells the same story again, and another one from another seed', () => {
    const again = [...simulateCommunity({ now }).events()];
    expect(again.length).toBe(events.length);
    expect(again).toEqual(events);
    expect([...simulateCommunity({ now, seed: 7, members: 200 }).events()]).not.toEqual([
      ...simulateCommunity({ now, seed: 8, members: 200 }).events(),
    ]);
  });

  it('gives valid events in order of time, with ids of their own, up to now', () => {
    const ids = new Set<string>();
    let before = '';
    for (const [index, event] of events.entries()) {
      if (index % 50 === 0) neutralEventSchema.parse(event);
      expect(event.at >= before).toBe(true);
      before = event.at;
      ids.add(`${event.platform} ${event.id}`);
    }
    expect(ids.size).toBe(events.length);
    expect(Date.parse(before)).toBeLessThanOrEqual(now);
    expect(events.length).toBeGreaterThan(120_000);
    expect(events.length).toBeLessThan(300_000);
    expect(dayOf(Date.parse(before), zone)).toBe(community.lastDay);
  });

  it('leaves 2,000 people at the end, counted as people', () => {
    const target = new Map<string, string>();
    for (const event of events)
      if (event.kind === 'rename') target.set(`${event.platform} ${event.member}`, `${event.platform} ${event.target}`);
    for (const [first, ...others] of community.samePeople) {
      for (const other of others)
        target.set(`${other.platform} ${other.externalId}`, `${first!.platform} ${first!.externalId}`);
    }
    const personOf = (account: string): string => (target.has(account) ? personOf(target.get(account)!) : account);
    const stays = new Map<string, Map<string, boolean>>();
    for (const { platform, member, group, kind } of standing) {
      if (kind === 'rename') continue;
      const person = personOf(`${platform} ${member}`);
      const groups = stays.get(person) ?? new Map<string, boolean>();
      groups.set(group, kind !== 'leave');
      stays.set(person, groups);
    }
    const members = [...stays.values()].filter((groups) => [...groups.values()].some(Boolean)).length;
    expect(members).toBeGreaterThan(1960);
    expect(members).toBeLessThan(2040);
  });

  it('has something of every kind, and of every oddity', () => {
    const kinds = new Set(events.map(({ kind }) => kind));
    for (const kind of [
      'message',
      'reply',
      'reaction',
      'vote',
      'check_in',
      'answer',
      'submission',
      'post',
      'attend',
      'review',
      'invite_accepted',
      'join',
      'leave',
      'rename',
      'visit',
      'purchase',
      'refund',
    ]) {
      expect(kinds, kind).toContain(kind);
    }
    expect(events.some(({ bot }) => bot)).toBe(true);
    expect(events.some(({ kind, removed }) => kind === 'message' && removed === 'spam')).toBe(true);
    expect(events.some(({ kind, mentions }) => kind === 'message' && mentions !== undefined)).toBe(true);
    expect(
      events.some((event) => event.kind === 'answer' && (event as NeutralEvent & { accepted?: boolean }).accepted),
    ).toBe(true);
    expect(new Set(events.map(({ platform }) => platform))).toEqual(new Set(['wecom', 'qq', 'wechat']));
    expect(community.groups.map(({ purpose }) => purpose).toSorted()).toEqual([
      'chat',
      'chat',
      'chat',
      'expert',
      'product',
      'service',
    ]);
    expect(community.samePeople.length).toBeGreaterThan(50);
  });

  it('keeps meetups small enough to make ties, and answers within their group', () => {
    const meetups = new Map<string, Set<string>>();
    for (const { kind, thread, member } of events)
      if (kind === 'attend') meetups.set(thread!, (meetups.get(thread!) ?? new Set()).add(member));
    const sizes = [...meetups].filter(([name]) => name !== 'lecture').map(([, people]) => people.size);
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(50);
    const groupOf = new Map(events.map(({ id, group }) => [id, group]));
    const elsewhere = events.filter(({ replyTo, group }) => replyTo !== undefined && groupOf.get(replyTo) !== group);
    expect(elsewhere).toEqual([]);
  });

  it('grows, celebrates, declines and recovers', () => {
    const { growth, festival, decline, recovery } = community.phases;
    const early = monthlyActive(growth.from + 40);
    const high = monthlyActive(festival.to);
    const low = monthlyActive(decline.to + 8);
    const late = monthlyActive(recovery.to - 1);
    expect(high).toBeGreaterThan(early * 1.5);
    expect(low).toBeLessThan(high * 0.7);
    expect(late).toBeGreaterThan(low * 1.15);
    const perDay = (from: number, to: number, pick: (event: NeutralEvent) => boolean): number =>
      events.filter((event) => pick(event) && dayOfEvent(event) >= from && dayOfEvent(event) < to).length / (to - from);
    const ads = (event: NeutralEvent): boolean => event.removed === 'spam' || event.removed === 'ad';
    const { spamWave } = community.phases;
    expect(perDay(spamWave.from, spamWave.to, ads)).toBeGreaterThan(10 * perDay(growth.from, growth.to, ads) + 5);
  });

  it('sleeps at night and is busiest in the evening', () => {
    const hours = Array.from({ length: 24 }, () => 0);
    for (const { at } of active) hours[(Number(at.slice(11, 13)) + 8) % 24]! += 1;
    expect(hours.indexOf(Math.max(...hours))).toBeGreaterThanOrEqual(19);
    expect(hours[4]!).toBeLessThan(hours[21]! / 20);
  });
});

describe('simulateEvents', () => {
  it('streams so many events, skewed, in order, the same again', () => {
    const list = [...simulateEvents({ members: 1000, events: 20_000, seed: 3, texts: true })];
    expect(list).toEqual([...simulateEvents({ members: 1000, events: 20_000, seed: 3, texts: true })]);
    expect(list.length).toBe(20_000);
    for (let index = 1; index < list.length; index += 1) expect(list[index]!.at >= list[index - 1]!.at).toBe(true);
    for (const event of list.slice(0, 200)) neutralEventSchema.parse(event);
    const byFirst = list.filter(({ member }) => Number(member.slice(1)) < 100).length;
    expect(byFirst / list.length).toBeGreaterThan(0.4);
  });
});
