import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { evaluateLevels } from '#modules/levels/index.ts';
import { membersReply } from '#modules/insights/members.contract.ts';
import { ensureAccounts, mergeMembers, setTags } from '#modules/members/index.ts';
import { postPoints } from '#modules/points/index.ts';
import { grantScope, sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import {
  changeListReply,
  changesReply,
  compareReply,
  importListReply,
  overlapReply,
  previewReply,
  schemeSchema,
  schemesReply,
  segmentSchema,
  segmentsReply,
  transientReply,
  vocabularyReply,
  whereUsedReply,
  whyReply,
  type Segment,
} from './contract.ts';
import { createSet } from './create-set.ts';
import { recomputeSegments } from './recompute-segments.ts';
import { ruleMembers } from './rule-members.ts';
import { openEvaluated } from '#modules/insights/index.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2024, 2, 4, 3);
const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve'];

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let headers: Record<string, string>;

const at = (day: number, minute = 0): string => new Date(START + day * DAY_MS + minute * 60_000).toISOString();

/** Forty days of five people: ann writes daily, bob answers, cat buys now and then, dan fell silent, eve is new. */
function history(): NeutralEvent[] {
  let id = 0;
  const event = (fields: Partial<NeutralEvent>): NeutralEvent => ({
    id: `e${id++}`,
    group: 'g',
    groupName: 'Readers',
    member: 'ann',
    kind: 'message',
    at: at(0),
    ...fields,
  });
  const events = NAMES.slice(0, 4).map((member) => event({ member, kind: 'join', name: member.toUpperCase() }));
  for (let day = 0; day < 40; day++) {
    const question = event({ at: at(day, 60), text: `question about books ${day}` });
    events.push(
      question,
      event({ member: 'bob', kind: 'reply', replyTo: question.id, at: at(day, 65), text: 'see chapter 3' }),
    );
    if (day % 10 === 0)
      events.push(
        event({ member: 'cat', kind: 'purchase', value: 20 + day, at: at(day, 90), order: { city: '杭州' } }),
      );
    if (day < 5) events.push(event({ member: 'dan', at: at(day, 70), text: 'hi' }));
  }
  events.push(event({ member: 'eve', at: at(39, 10), text: 'hello' }));
  return events;
}

const url = (path: string): string => `/api/v1/communities/${community.key}${path}`;
const get = (path: string, query: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url: url(path), query, headers });
const send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) =>
  app.inject({ method, url: url(path), headers, ...(payload ? { payload } : {}) });
const accountOf = (name: string): string => communitySpace(community.id).accountId('qunluo', name);
const seen = async (segmentId: string): Promise<string[]> =>
  membersReply
    .parse((await get('/members', { segment: segmentId })).json())
    .rows.map(({ member }) => member)
    .toSorted();

async function create(name: string, rule: object, more: object = {}): Promise<Segment> {
  const response = await send('POST', '/segments', { kind: 'rule', name, rule, ...more });
  expect(response.statusCode, response.body).toBe(201);
  return segmentSchema.parse(response.json());
}

const talked = (number: number, lastDays = 7) => ({
  kind: 'did',
  event: { kinds: ['contribution'] },
  test: 'at_least',
  number,
  span: { lastDays },
});
const bought = { kind: 'did', event: { kinds: ['purchase'] }, test: 'at_least', number: 1 };

async function tell(events: readonly NeutralEvent[]): Promise<void> {
  const { engine } = app.services;
  const scope = grantScope(workspace.id, community.id);
  const written = await writeEvents(engine, scope, { zone: community.zone }, events);
  await rollUp(engine, scope, written.changed);
}

const update = async () => {
  await evaluateCommunity(app.services, { workspaceId: workspace.id, communityId: community.id });
  return recomputeSegments(app.services, { workspaceId: workspace.id, communityId: community.id });
};

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Readers' }));
  await tell(history());
  await database.inWorkspace(workspace.id, async (tx) => {
    const account = (name: string) => ({
      id: accountOf(name),
      platform: 'qunluo',
      externalId: name,
      name: name.toUpperCase(),
      bot: false,
      firstAt: START,
    });
    await ensureAccounts(tx, community.id, NAMES.map(account));
    await setTags(tx, { communityId: community.id, memberId: accountOf('ann'), tags: ['gardener'], source: 'hand' });
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

describe('a rule while it is written', () => {
  it('is counted, with some of those it means, and explained by what the community has', async () => {
    const response = await send('POST', '/segments/preview', {
      rule: { kind: 'all', of: [talked(5), { kind: 'not', of: bought }] },
    });
    const preview = previewReply.parse(response.json());
    expect(preview).toMatchObject({ members: 5, matched: 2, estimate: null, asOf: '2024-04-12' });
    expect(preview.sample.map(({ member }) => member).toSorted()).toEqual(['ann', 'bob']);
    const vocabulary = vocabularyReply.parse((await get('/segments/vocabulary')).json());
    expect(vocabulary.properties).toContainEqual({ kind: 'purchase', path: 'order.city', type: 'text' });
    expect(vocabulary).toMatchObject({ platforms: ['qunluo'], tags: [{ tag: 'gardener', members: 1 }] });
    expect(vocabulary.kinds[0]).toEqual({ kind: 'message', events: 46 });
  });

  it.each([
    [
      'a segment that is not there',
      { kind: 'all', of: [bought, { kind: 'segment', segmentId: '00000000-0000-7000-8000-000000000001' }] },
      '/body/rule/of/1/segmentId',
    ],
    [
      'a group that is not there',
      { kind: 'not', of: { kind: 'group', in: ['00000000-0000-7000-8000-000000000001'] } },
      '/body/rule/of/in/0',
    ],
    ['an attribute that is not there', { kind: 'attribute', key: 'shoe_size', test: 'any' }, '/body/rule/key'],
    ['a platform that nobody is on', { kind: 'platform', in: ['qunluo', 'telex'] }, '/body/rule/in/1'],
    ['a tier that is not there', { kind: 'tier', scheme: 'engagement', in: ['loyal', 'royal'] }, '/body/rule/in/1'],
    [
      'a member who is not there',
      { kind: 'ties', is: { tiedTo: '00000000-0000-7000-8000-000000000001' } },
      '/body/rule/is/tiedTo',
    ],
    ['a kind that is not there', { kind: 'all', of: [{ kind: 'mood', is: 'good' }] }, '/body/rule/of/0/kind'],
    ['an empty window', { ...talked(1), span: { from: '2024-03-05', to: '2024-03-04' } }, '/body/rule/span'],
    ['a window of no days', talked(1, 0), '/body/rule/span'],
    ['a group of nothing', { kind: 'all', of: [] }, '/body/rule/of'],
    ['texts of too many days', { kind: 'words', words: ['a'], span: { lastDays: 401 } }, '/body/rule/span'],
    [
      'too many conditions',
      { kind: 'all', of: [0, 1].map(() => ({ kind: 'any', of: Array.from({ length: 16 }, () => bought) })) },
      '/body/rule',
    ],
    [
      'a comparison with a text',
      { ...bought, event: { kinds: ['purchase'], properties: [{ path: 'a', test: 'at_least', value: 'b' }] } },
      '/body/rule/event/properties/0/value',
    ],
  ])('is refused for %s, with the place', async (_, rule, where) => {
    const response = await send('POST', '/segments/preview', { rule });
    expect(response.statusCode, response.body).toBe(400);
    expect(
      response
        .json()
        .faults.map((fault: { where: string }) => fault.where)
        .join(' '),
    ).toContain(where);
  });

  it('is refused when it nests without end, before anything walks into it', async () => {
    let rule: object = bought;
    for (let i = 0; i < 2_000; i++) rule = { kind: 'not', of: rule };
    const response = await send('POST', '/segments/preview', { rule });
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain('up to 6 deep');
  });
});

it('keeps a segment, lists who is in it, and says why for each condition', async () => {
  const rule = { kind: 'all', of: [talked(5), { kind: 'not', of: bought }] };
  const segment = await create('Talkers', rule);
  expect(segment).toMatchObject({ kind: 'rule', members: 2, asOf: '2024-04-12', createdBy: 'owner', version: 1 });
  expect(await seen(segment.id)).toEqual(['ann', 'bob']);
  const csv = await get('/members.csv', { segment: segment.id, language: 'en' });
  expect(csv.body.split('\r\n').filter((line) => line.includes('qunluo'))).toHaveLength(2);
  const why = whyReply.parse((await get(`/segments/${segment.id}/members/${accountOf('cat')}`)).json());
  expect(why).toMatchObject({ isMember: true, inSegment: false, since: null });
  expect(why.answer).toMatchObject({
    holds: false,
    of: [
      { kind: 'did', holds: false, facts: { times: 0 } },
      { kind: 'not', holds: false, of: [{ holds: true, facts: { times: 4 } }] },
    ],
  });
  expect((await get(`/segments/${segment.id}/members/00000000-0000-7000-8000-000000000001`)).statusCode).toBe(404);
  expect((await get('/members', { segment: '00000000-0000-7000-8000-000000000001' })).statusCode).toBe(404);
  const list = segmentsReply.parse((await get('/segments')).json());
  expect(list.segments).toMatchObject([{ id: segment.id, entered7: 2, left7: 0 }]);
  const taken = await send('POST', '/segments', { kind: 'rule', name: 'talkers', rule });
  expect([taken.statusCode, taken.json().code]).toEqual([409, 'name_taken']);
});

it('gives its tag, takes it back, and moves what looks at it; refuses a cycle and what is in use', async () => {
  const buyers = await create('Buyers', bought, { tag: 'buyer' });
  const tagged = await create('Tagged', { kind: 'tag', tag: 'buyer' });
  const others = await create('Others', { kind: 'not', of: { kind: 'segment', segmentId: tagged.id } });
  expect([buyers.members, tagged.members, others.members]).toEqual([1, 1, 4]);
  expect(membersReply.parse((await get('/members', { tag: 'buyer' })).json()).rows.map(({ member }) => member)).toEqual(
    ['cat'],
  );
  const uses = whereUsedReply.parse((await get(`/segments/${tagged.id}/where-used`)).json());
  expect(uses.uses).toEqual([{ kind: 'segment', id: others.id, name: 'Others' }]);
  const round = await send('PATCH', `/segments/${buyers.id}`, {
    version: 1,
    rule: { kind: 'segment', segmentId: others.id },
  });
  expect([round.statusCode, round.json().code]).toEqual([400, 'segment_cycle']);
  expect(round.json().detail).toContain('Others → Tagged → Buyers');
  for (const response of [
    await send('PATCH', `/segments/${tagged.id}`, { version: 1, archived: true }),
    await send('DELETE', `/segments/${tagged.id}`),
  ]) {
    expect([response.statusCode, response.json().code]).toEqual([409, 'segment_in_use']);
  }
  // Nobody buys for more than 60: the tag goes, and with it whoever looks at it.
  const rich = { kind: 'amount', of: 'sum', event: { kinds: ['purchase'] }, test: 'at_least', number: 1000 };
  const changed = segmentSchema.parse(
    (await send('PATCH', `/segments/${buyers.id}`, { version: 1, rule: rich })).json(),
  );
  expect(changed).toMatchObject({ members: 0, version: 2 });
  expect((await get('/members', { tag: 'buyer' })).json().total).toBe(0);
  expect(await seen(others.id)).toHaveLength(5);
  const stale = await send('PATCH', `/segments/${buyers.id}`, { version: 1, name: 'Late' });
  expect([stale.statusCode, stale.json().code]).toEqual([409, 'version_conflict']);
  const changes = changesReply.parse((await get(`/segments/${buyers.id}/changes`)).json());
  expect(changes.changes.map(({ member, entered, reason }) => [member, entered, reason])).toEqual([
    ['cat', false, 'rule'],
    ['cat', true, 'rule'],
  ]);
  const first = changesReply.parse((await get(`/segments/${buyers.id}/changes`, { limit: '1' })).json());
  const second = changesReply.parse(
    (await get(`/segments/${buyers.id}/changes`, { limit: '1', cursor: first.nextCursor! })).json(),
  );
  expect([first.changes[0]!.entered, second.changes[0]!.entered, second.nextCursor]).toEqual([false, true, null]);
  for (const { id } of [others, tagged, buyers]) expect((await send('DELETE', `/segments/${id}`)).statusCode).toBe(204);
});

it('keeps tiers of one’s own: the first segment counts', async () => {
  const [often, some] = [await create('Often', talked(14, 14)), await create('Some', talked(1, 60))];
  const made = schemeSchema.parse(
    (await send('POST', '/tier-schemes', { name: 'How often', tiers: [often.id, some.id] })).json(),
  );
  expect([...made.tiers.map(({ members }) => members), made.none]).toEqual([2, 2, 1]);
  const people = transientReply.parse(
    (await send('POST', `/tier-schemes/${made.id}/people`, { tier: some.id })).json(),
  );
  expect([people.total, await seen(people.segmentId)]).toEqual([2, ['dan', 'eve']]);
  const users = await create('Not often', { kind: 'tier', scheme: made.id, in: [some.id, 'none'] });
  expect(users.members).toBe(3);
  const moved = await send('PATCH', `/tier-schemes/${made.id}`, { version: 1, tiers: [some.id, often.id] });
  expect(schemeSchema.parse(moved.json()).tiers.map(({ members }) => members)).toEqual([4, 0]);
  expect(segmentSchema.parse((await get(`/segments/${users.id}`)).json()).members).toBe(5);
  expect((await send('DELETE', `/tier-schemes/${made.id}`)).statusCode).toBe(409);
  expect((await send('POST', '/tier-schemes', { name: 'x', tiers: [people.segmentId] })).json().code).toBe('bad_rule');
  await send('DELETE', `/segments/${users.id}`);
  expect((await send('DELETE', `/tier-schemes/${made.id}`)).statusCode).toBe(204);
  expect(schemesReply.parse((await get('/tier-schemes')).json()).schemes).toEqual([]);
});

it('shows how segments overlap and compares them', async () => {
  const [all, buyers] = [
    await create('All', { kind: 'joined', when: { from: '2024-01-01', to: '2024-12-31' } }),
    await create('Buying', bought),
  ];
  const talkers = segmentsReply.parse((await get('/segments')).json()).segments.find(({ name }) => name === 'Talkers')!;
  const segmentIds = [all.id, buyers.id, talkers.id];
  const overlap = overlapReply.parse((await send('POST', '/segments/overlap', { segmentIds })).json());
  expect(overlap).toMatchObject({ sizes: [5, 1, 2], union: 5, jaccard: 0 });
  expect(overlap.regions.find((one) => one.in.join() === 'true,false,false')!.members).toBe(2);
  const people = await send('POST', '/segments/overlap/people', { segmentIds, in: [true, true, false] });
  expect(await seen(transientReply.parse(people.json()).segmentId)).toEqual(['cat']);
  expect((await send('POST', '/segments/overlap/people', { segmentIds, in: [false, false, false] })).statusCode).toBe(
    400,
  );
  const compared = compareReply.parse((await get(`/segments/${talkers.id}/compare`)).json());
  expect(compared).toMatchObject({ a: { members: 2 }, b: { name: null, members: 3 }, both: 0, small: true });
  const metric = (key: string) => compared.metrics.find((one) => one.key === key)!;
  expect([metric('activeDays28').a.value, metric('activeDays28').b.value]).toEqual([28, 1 / 3]);
  expect([metric('payingShare').a.value, metric('payingShare').b.value]).toEqual([0, 1 / 3]);
  // Ann asks, bob answers within the day; nobody replied to eve, whose message is not a day old.
  expect(metric('answeredShare')).toMatchObject({
    a: { value: 1, of: 27 },
    b: { value: null, of: 0 },
    difference: null,
  });
  expect(metric('retention4')).toMatchObject({ a: { value: 1, of: 2 }, b: { value: 0, of: 1 } });
});

it('keeps lists by hand and by file, through merges and their end', async () => {
  const csv = `\uFEFFname,平台账号\r\n,ann\r\nDAN,\r\nNobody,\r\n,\r\nEVE,eve\r\n`;
  const report = importListReply.parse(
    (await send('POST', '/segments/import', { csv, name: 'Guests', dryRun: true })).json(),
  );
  expect(report).toMatchObject({ segmentId: null, rows: 5, matched: 3, unmatchedTotal: 2 });
  expect(report.unmatched).toEqual([
    { line: 4, text: 'Nobody', why: 'unknown' },
    { line: 5, text: '', why: 'empty' },
  ]);
  const made = importListReply.parse((await send('POST', '/segments/import', { csv, name: 'Guests' })).json());
  const id = made.segmentId!;
  expect(await seen(id)).toEqual(['ann', 'dan', 'eve']);
  const stranger = '00000000-0000-7000-8000-000000000001';
  const changed = await send('POST', `/segments/${id}/members`, {
    add: [accountOf('cat'), stranger],
    remove: [accountOf('eve')],
  });
  expect(changeListReply.parse(changed.json())).toEqual({ added: 1, removed: 1, members: 3, unknown: [stranger] });
  // Dan turns out to be ann: listed once, and again as himself when that is taken back.
  const order = { communityId: community.id, memberId: accountOf('dan'), intoId: accountOf('ann'), reason: '' };
  const { mergeId } = await database.inWorkspace(workspace.id, (tx) => mergeMembers(tx, order));
  await update();
  expect(await seen(id)).toEqual(['ann', 'cat']);
  await send('DELETE', `/merges/${mergeId}`);
  await update();
  expect(await seen(id)).toEqual(['ann', 'cat', 'dan']);
  expect(segmentSchema.parse((await get(`/segments/${id}`)).json()).members).toBe(3);
  const talkers = segmentsReply.parse((await get('/segments')).json()).segments.find(({ name }) => name === 'Talkers')!;
  expect((await send('POST', `/segments/${talkers.id}/members`, { add: [accountOf('cat')] })).json().code).toBe(
    'wrong_segment_kind',
  );
});

it('opens the members behind a point as a list for a week, which can be kept and acted on', async () => {
  const ids = { workspaceId: workspace.id, communityId: community.id };
  const evaluated = await openEvaluated(app.services, { workspaceId: workspace.id, communityKey: community.id });
  const members = await ruleMembers(app.services, evaluated, { kind: 'tag', tag: 'gardener' });
  const id = await createSet(app.services, { ...ids, name: 'Point', members, transient: true, createdBy: null });
  expect(await seen(id)).toEqual(['ann']);
  expect((await get('/segments')).body).not.toContain(id);
  const bulk = { selection: { filter: { segment: id } }, action: { kind: 'add-tag', tag: 'chosen' } };
  expect((await send('POST', '/bulk-actions', bulk)).json()).toMatchObject({ total: 1, changed: 1 });
  const kept = segmentSchema.parse(
    (await send('PATCH', `/segments/${id}`, { version: 1, transient: false, name: 'Kept' })).json(),
  );
  expect(kept).toMatchObject({ transient: false, members: 1, kind: 'list' });
  const lost = await createSet(app.services, {
    ...ids,
    name: 'Lost',
    members: sql`${members}`,
    transient: true,
    createdBy: null,
  });
  app.clock.advance(8 * DAY_MS);
  await update();
  expect((await get(`/segments/${lost}`)).statusCode).toBe(404);
  expect(await seen(id)).toEqual(['ann']);
});

it('tells others who entered and who left, and does what archiving means', async () => {
  const heard: unknown[] = [];
  const services = { ...app.services, onSegmentChanges: (changes: unknown) => void heard.push(changes) };
  const segment = await create('Lately', talked(1, 2), { tag: 'lately' });
  await tell([{ id: 'late', group: 'g', member: 'dan', kind: 'message', at: at(42), text: 'back' }]);
  await evaluateCommunity(app.services, { workspaceId: workspace.id, communityId: community.id });
  await recomputeSegments(services, { workspaceId: workspace.id, communityId: community.id });
  expect(heard).toMatchObject([{ communityId: community.id }]);
  expect((heard[0] as { segments: object[] }).segments).toContainEqual({ segmentId: segment.id, entered: 1, left: 3 });
  expect((await get('/members', { tag: 'lately' })).json().total).toBe(1);
  await send('PATCH', `/segments/${segment.id}`, { version: 1, archived: true });
  expect((await get('/members', { tag: 'lately' })).json().total).toBe(0);
  const archived = segmentsReply.parse((await get('/segments', { archived: 'true' })).json());
  expect(archived.segments.map(({ name }) => name)).toEqual(['Lately']);
  await send('PATCH', `/segments/${segment.id}`, { version: 2, archived: false });
  expect((await get('/members', { tag: 'lately' })).json().total).toBe(1);
  const analyst = await workspace.operator('analyst');
  const forbidden = await app.inject({ method: 'DELETE', url: url(`/segments/${segment.id}`), headers: analyst });
  expect(forbidden.statusCode).toBe(403);
});

it('asks levels, points and the credit licence, and follows them', async () => {
  const level = (name: string, growth: number) => ({
    name,
    nameEn: '',
    colour: '#1677ff',
    icon: 'star',
    standards: { growth, contribution: 0, activeDays: 0, quizzes: 0 },
    benefits: [],
  });
  const ladder = await app.inject({
    method: 'PUT',
    url: url('/levels'),
    headers,
    payload: { levels: [level('Guest', 0), level('Regular', 60)] },
  });
  expect(ladder.statusCode, ladder.body).toBe(200);
  const { workspaceId, communityId } = { workspaceId: workspace.id, communityId: community.id };
  await evaluateLevels(app.services, { workspaceId, communityId });
  const [guest, regular] = vocabularyReply.parse((await get('/segments/vocabulary')).json()).levels;
  expect([guest!.name, regular!.name]).toEqual(['Guest', 'Regular']);
  const rich = { kind: 'points', test: 'at_least', number: 50 };
  const poor = { kind: 'points', test: 'exactly', number: 0 };
  const clean = { kind: 'credit', test: 'at_least', number: 12 };
  const marked = { kind: 'credit', test: 'at_most', number: 11 };
  const segments = {
    regular: await create('On the second level', { kind: 'level', in: [regular!.id] }),
    guests: await create('On the first level', { kind: 'level', in: [guest!.id] }),
    rich: await create('Rich', rich),
    poor: await create('Poor', poor),
    clean: await create('Clean', clean),
    marked: await create('Marked', marked),
  };
  const members = async () =>
    Object.fromEntries(
      await Promise.all(Object.entries(segments).map(async ([name, { id }]) => [name, await seen(id)] as const)),
    );
  const everybody = membersReply
    .parse((await get('/members')).json())
    .rows.map(({ member }) => member)
    .toSorted();
  expect(await members()).toMatchObject({ rich: [], poor: everybody, clean: everybody, marked: [] });
  expect([...(await members()).regular!, ...(await members()).guests!].toSorted()).toEqual(everybody);
  const awarded = await send('POST', '/points/awards', {
    key: 'award-to-cat',
    memberIds: [accountOf('cat')],
    points: 50,
  });
  expect(awarded.statusCode, awarded.body).toBe(200);
  await send('POST', '/rules/prefill', {});
  const { rules } = (await get('/rules')).json() as { rules: { id: string; cost: number }[] };
  const violation = await send('POST', '/violations', {
    key: 'violation-of-bob',
    memberId: accountOf('bob'),
    ruleId: rules[0]!.id,
    evidence: { text: 'seen', happenedAt: new Date(app.clock.now()).toISOString() },
  });
  expect(violation.statusCode, violation.body).toBe(201);
  await update();
  const others = (name: string) => everybody.filter((one) => one !== name);
  expect(await members()).toMatchObject({ rich: ['cat'], poor: others('cat'), clean: others('bob'), marked: ['bob'] });
  // Without a level that asks for nothing, who does not reach the other stands on none.
  const keep = async (levels: object[]) => {
    const kept = await app.inject({ method: 'PUT', url: url('/levels'), headers, payload: { levels } });
    expect(kept.statusCode, kept.body).toBe(200);
    await evaluateLevels(app.services, { workspaceId, communityId });
  };
  const onLevel = async (...ids: string[]) =>
    previewReply.parse((await send('POST', '/segments/preview', { rule: { kind: 'level', in: ids } })).json()).matched;
  const post = { communityId, memberId: accountOf('cat'), kind: 'grant', amount: 1, growth: 100 } as const;
  await database.inWorkspace(workspaceId, (tx) =>
    postPoints(tx, [{ ...post, key: 'growth-of-cat', cause: { kind: 'rule' }, at: app.clock.now() }]),
  );
  await keep([{ ...level('Regular', 60), id: regular!.id }]);
  expect([await onLevel(regular!.id), await onLevel('none')]).toEqual([1, everybody.length - 1]);
  expect(await onLevel(regular!.id, 'none')).toBe(everybody.length);
  await keep([]);
  expect(await onLevel('none')).toBe(everybody.length);
  const refused = await send('POST', '/segments/preview', { rule: { kind: 'level', in: ['none', community.id] } });
  expect(refused.statusCode).toBe(400);
  expect(refused.json().faults[0].where).toBe('/body/rule/in/1');
});
