import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { previewOf, readAll } from './testing/read-all.ts';

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const absent = !existsSync(shared);
if (absent) console.log('skipped: the shared data sets are not beside this repository');

const expected = (set: string): NeutralEvent[] =>
  gunzipSync(readFileSync(`${shared}${set}/events.jsonl.gz`))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as NeutralEvent);

/** How often each text occurs. */
function tally(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

describe.skipIf(absent)('real histories', () => {
  // As the files are: the README of the IRC set counts more lines than its file holds.
  it.each([
    ['s1-zh-mobile', { message: 131_079, reply: 76_341, reaction: 993 }],
    ['lean-zulip', { message: 119_549, reply: 6_790 }],
    ['haskell-jp-slack', { message: 17_419, reply: 2_562, join: 4_890, leave: 53 }],
    ['raw-slack-export', { message: 1_059, join: 320, leave: 3, reaction: 199 }],
    ['ubuntu-irc-threads', { message: 89_912, join: 8_391, leave: 1_408, rename: 1_833 }],
  ])('%s is read whole', async (set, kinds) => {
    const { format, events, skipped } = await readAll(`${shared}${set}/events.jsonl.gz`);
    expect(format).toBe('qunluo-jsonl');
    expect(skipped).toEqual([]);
    expect(Object.fromEntries(tally(events.map(({ kind }) => kind)))).toEqual(kinds);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('a real Slack export gives the events expected of it', async () => {
    const { format, events, skipped } = await readAll(`${shared}raw-slack-export/slack-export.zip`);
    expect({ format, skipped }).toEqual({ format: 'slack', skipped: [] });
    // The expected file knows people by the pseudonyms that the export gives as their names, and channels by name.
    const names = new Map(events.map(({ member, name }) => [member, name ?? member]));
    const named = (member: string | undefined) => (member === undefined ? '' : (names.get(member) ?? member));
    const key = (group: string, member: string, target: string, event: NeutralEvent) =>
      [event.kind, group, member, event.at.slice(0, 19), target, String(event.emoji ?? '')].join(' ');
    const mine = events.map((event) =>
      key(event.groupName!, named(event.member), named(event.target ?? event.mentions?.[0]), event),
    );
    const theirs = expected('raw-slack-export').map((event) =>
      key(event.group, event.member, event.target ?? '', event),
    );
    expect(tally(mine)).toEqual(tally(theirs));
  });

  it('a real Zulip archive gives the messages of the full history at the same times', async () => {
    const { format, events, skipped } = await readAll(`${shared}raw-zulip-archive/zulip-archive.zip`);
    expect({
      format,
      skipped,
      messages: events.length,
      senders: new Set(events.map(({ member }) => member)).size,
      groups: new Set(events.map(({ group }) => group)).size,
    }).toEqual({ format: 'zulip-archive', skipped: [], messages: 14_060, senders: 507, groups: 5 });
    const full = tally(expected('lean-zulip').map(({ member, at }) => `${member} ${at.slice(0, 19)}`));
    for (const [key, count] of tally(events.map(({ member, at }) => `${member} ${at.slice(0, 19)}`)))
      expect(full.get(key) ?? 0, key).toBeGreaterThanOrEqual(count);
    expect(events.filter(({ kind }) => kind === 'reply').length).toBeGreaterThan(1_000);
  });

  it('previews are quick and honest about not being whole', async () => {
    const preview = await previewOf(`${shared}s1-zh-mobile/events.jsonl.gz`);
    expect(preview).toMatchObject({ read: 5_000, complete: false });
    expect(preview.events).toHaveLength(50);
  });
});
