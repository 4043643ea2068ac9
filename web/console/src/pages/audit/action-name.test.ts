import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../i18n/en/index.ts';
import { zhCN } from '../../i18n/zh-CN/index.ts';
import { actionName, subjectName } from './action-name.ts';

const SOURCE = join(import.meta.dirname, '../../../../../src');

/** What the code names in another way than by a text after `action:`, for each file that does. */
const NAMED_OTHERWISE: Record<string, readonly string[]> = {
  'app/retention.ts': ['events.retain-texts'],
  'modules/communities/set-image.ts': ['logo', 'avatar'].flatMap((image) =>
    ['set', 'remove'].map((verb) => `communities.${verb}-${image}`),
  ),
  'modules/connections/change-connection.ts': ['connections.pause', 'connections.resume'],
  'modules/growth/http.ts': ['sites.renew-secret'],
  'modules/matching/http.ts': ['matching.dismiss', 'matching.reopen'],
  'modules/rewards/change-reward.ts': ['rewards.remove-image', 'rewards.set-image'],
};

const written = globSync('**/*.ts', { cwd: SOURCE })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(SOURCE, file), 'utf8') }))
  .filter(({ text }) => /\brecord(Change|In|OfOperator)\(/.test(text));

const found = (pattern: RegExp): string[] => [
  ...new Set(written.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1]!))),
];

/** Every action that the code writes into the record, and every kind of thing that was changed. */
const ACTIONS = [...new Set([...found(/\baction: '([^']+)'/g), ...Object.values(NAMED_OTHERWISE).flat()])];
const KINDS = found(/\bsubject\w*\b[^;]{0,80}?\bkind: '([^']+)'/g);

/** A translation that has nothing but a catalogue, and says what it lacks. */
const words =
  (catalogue: object) =>
  (path: string, { defaultValue }: { defaultValue: string }): string => {
    const text = path
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], catalogue);
    return typeof text === 'string' ? text : `no words: ${defaultValue}`;
  };

describe.for([
  ['zh-CN', zhCN],
  ['en', en],
] as const)('the record of changes in %s', ([, catalogue]) => {
  const t = words(catalogue) as unknown as Parameters<typeof actionName>[1];
  const lacking = (named: string[]) => named.filter((text) => text.startsWith('no words'));

  it('has words for every action that the code writes down', () => {
    expect(ACTIONS.length).toBeGreaterThan(100);
    expect(lacking(ACTIONS.map((action) => actionName(action, t)))).toEqual([]);
  });

  it('has words for every kind of thing', () => {
    expect(KINDS.length).toBeGreaterThan(20);
    expect(lacking(KINDS.map((kind) => subjectName(kind, t)))).toEqual([]);
  });
});

it('knows each place that names an action otherwise than by a text', () => {
  const named = (text: string) =>
    [...text.matchAll(/\brecord(?:Change|In|OfOperator)\(([\s\S]*?)\n? *\);\n/g)].every(
      ([, call]) => !/\{\s*action\b/.test(call!) || /\{\s*action: '/.test(call!),
    );
  // What takes the action from its caller, in the same file, is no place that names one.
  const handedOn = /\baction: string\b/;
  const places = written.filter(({ text }) => !named(text) && !handedOn.test(text)).map(({ file }) => file);
  expect(places.toSorted()).toEqual(Object.keys(NAMED_OTHERWISE).toSorted());
});
