import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { RIGHTS } from '#modules/identity/contract.ts';
import { createCommunity, createGroup, ensureGroups } from '#modules/communities/index.ts';
import { planDeliveries } from '#modules/delivery/index.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { DEFAULT_LEVEL_RULES } from '#modules/levels/index.ts';
import { ensureAccounts, setTags } from '#modules/members/index.ts';
import { grantScope, type Scope } from '#platform/clickhouse/index.ts';
import type { Route } from '#platform/http/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import { keepFile } from '#platform/files/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { addErasure } from './erase-member-store.ts';
import { TEST_PASSWORD, testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { testMailServer, type TestMailServer } from '#testkit/mail-server.ts';
import { multipartFile } from '#testkit/multipart.ts';

const EVENT = {
  id: 'e1',
  member: 'm',
  group: 'g',
  platform: 'qq',
  kind: 'message',
  text: 'words of A',
  name: 'member of A',
};
const LINE = JSON.stringify({ ...EVENT, id: 'e2', at: '2026-01-06T08:00:00Z' });

/** A red dot. */
const PICTURE = Buffer.from('R0lGODlhAQABAPAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

type Body = { payload: object | string | Buffer; headers?: Record<string, string> };

/** A body that a route takes, so that only the tenant can be what it refuses. */
const PLAY = {
  words: { name: 'Another of A', how: '', why: '', steps: ['one'], effect: '' },
  situation: { stages: [], types: [], when: [] },
  metric: 'mau',
};

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';
const CONNECTION = {
  connector: 'wechat-official',
  name: 'connection of A',
  settings: {
    appId: 'wx0123456789abcdef',
    appSecret: '0123456789abcdef0123456789abcdef',
    token: 'tokenOfA',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    apiBase: NOWHERE,
    openBase: NOWHERE,
    codeBase: NOWHERE,
  },
};

const BODIES: Record<string, Body> = {
  'connectors.test': { payload: { connector: CONNECTION.connector, settings: CONNECTION.settings } },
  'connections.create': { payload: CONNECTION },
  'connections.update': { payload: { name: 'taken over' } },
  'connections.set-limits': { payload: { limits: {} } },
  'connections.test': { payload: {} },
  'connections.operate': { payload: { values: { channelCode: 'A' } } },
  'reactions.create': {
    payload: {
      name: 'rule of A',
      trigger: { kind: 'keyword', words: ['words of A'] },
      answer: { content: { kind: 'text', text: 'answer of A' } },
    },
  },
  'reactions.order': { payload: { ruleIds: [] } },
  'reactions.update': { payload: { name: 'taken over' } },
  'reactions.try': { payload: { kind: 'message', text: 'words of A' } },
  'relays.create': { payload: { name: 'session of A', targetIds: [] } },
  'relays.update': { payload: { name: 'taken over' } },
  'relays.state': { payload: { state: 'live' } },
  'relays.say': { payload: { content: { kind: 'text', text: 'said by A' } } },
  'relays.edit': { payload: { content: { kind: 'text', text: 'taken over' } } },
  'relays.question': { payload: { state: 'put_aside' } },
  'deliveries.pause': { payload: { paused: true } },
  'deliveries.pause-workspace': { payload: { paused: false } },
  'delivery-settings.set': {
    payload: { quiet: null, cap: null, consentNeeded: true, zoneAttribute: 'time_zone' },
  },
  'delivery-choices.set': { payload: { choice: 'out' } },
  'message-templates.create': { payload: { name: 'template of A', zh: { kind: 'text', text: 'words of A' } } },
  'message-templates.update': {
    payload: { version: 1, name: 'taken over', zh: { kind: 'text', text: 'taken over' }, en: null, variables: [] },
  },
  'message-templates.preview': { payload: { content: { kind: 'text', text: '{{member.name}}' } } },
  'sites.create': { payload: { name: 'put among theirs', origins: ['https://a.example'] } },
  'sites.update': { payload: { name: 'taken over', origins: ['https://a.example'] } },
  'tracked-links.create': { payload: { name: 'put among theirs', destination: 'https://a.example' } },
  'tracked-links.update': { payload: { name: 'taken over', destination: 'https://a.example' } },
  'tracked-links.personal': { payload: { platform: 'qq', member: 'm' } },
  'introductions.decide': { payload: { decision: 'made' } },
  'communities.create': { payload: { name: 'Another of A' } },
  'communities.update': { payload: { version: 1, name: 'taken over' } },
  'communities.change-zone': { payload: { zone: 'UTC' } },
  'communities.set-logo': multipartFile('a.gif', PICTURE),
  'communities.set-avatar': multipartFile('a.gif', PICTURE),
  'communities.create-group': { payload: { platform: 'offline', name: 'put among theirs' } },
  'communities.update-group': { payload: { name: 'taken over' } },
  'plays.add': { payload: PLAY },
  'plays.change': { payload: PLAY },
  'plays.accept': { payload: {} },
  'plays.dismiss': { payload: { reason: 'not now' } },
  'plays.tick': { payload: { done: true } },
  'plays.add-task': { payload: { text: 'put among theirs' } },
  'plays.change-task': { payload: { text: 'taken over' } },
  'plays.finish': { payload: {} },
  'goals.create-objective': {
    payload: {
      name: 'objective of A',
      measure: { metric: 'mau' },
      startDay: '2026-01-05',
      startValue: 0,
      target: 10,
      dueDay: '2036-01-01',
    },
  },
  'goals.change-objective': { payload: { name: 'taken over' } },
  'goals.close-objective': { payload: { outcome: 'dropped' } },
  'goals.create-budget': { payload: { period: '2026-01', amount: 100 } },
  'goals.change-budget': { payload: { amount: 200 } },
  'goals.set-currency': { payload: { currency: 'CNY' } },
  'goals.add-operation': {
    payload: { name: 'operation of A', fromDay: '2026-01-05', toDay: '2026-01-06', planned: 50 },
  },
  'goals.change-operation': { payload: { name: 'taken over' } },
  'goals.add-spend': { payload: { day: '2026-01-05', amount: 20, text: 'spent by A' } },
  'goals.create-resource': { payload: { name: 'resource of A', kind: 'venue' } },
  'goals.change-resource': { payload: { name: 'taken over' } },
  'goals.book': { payload: { from: '2026-01-05T08:00:00Z', to: '2026-01-05T09:00:00Z' } },
  'goals.change-booking': { payload: { note: 'taken over' } },
  'rules.create': { payload: { title: 'rule of A', cost: 1 } },
  'rules.prefill': { payload: {} },
  'rules.order': { payload: { ruleIds: [] } },
  'rules.change': { payload: { text: 'taken over' } },
  'credit.set-policy': { payload: {} },
  'credit.withdraw': { payload: { reason: 'taken over' } },
  'credit.lift': { payload: { reason: 'taken over' } },
  'credit.settle-task': { payload: { outcome: 'done' } },
  'credit.decide': { payload: { outcome: 'rejected', reasons: 'taken over' } },
  'exams.create-question': { payload: { kind: 'truth', text: 'question of A', solution: [0] } },
  'exams.change-question': { payload: { text: 'taken over' } },
  'exams.draft-questions': { payload: {} },
  'exams.import-questions': { payload: { csv: 'kind,text,answer\ntruth,from a file of A,true', dryRun: false } },
  'exams.create-paper': { payload: { purpose: 'quiz', name: 'paper of A' } },
  'exams.change-paper': { payload: { name: 'taken over' } },
  'points.set-settings': {
    payload: {
      name: '积分',
      nameEn: 'points of A',
      lifetimeMonths: 12,
      noticeDays: 14,
      costPer1000: 1000,
      giftDayLimit: null,
      giftOnceLimit: null,
      checkIn: { cardsPerMonth: 2, makeUpDays: 7, makeUpCost: 0 },
    },
  },
  'points.create-rule': { payload: { name: 'rule of A', kind: 'message', points: 5 } },
  'points.change-rule': { payload: { name: 'taken over' } },
  'points.dry-run': { payload: { rule: { name: 'rule of A', kind: 'message', points: 5 } } },
  'points.set-budget': { payload: { amount: 1000 } },
  'points.reverse': { payload: { key: 'reversal-of-a', reason: 'taken over' } },
  'points.decide-suspicion': { payload: { decision: 'take_back', reason: 'taken over' } },
  'points.preview-awards': { payload: { csv: 'm,5,put among theirs' } },
  'points.import-awards': { payload: { csv: 'm,5,put among theirs', key: 'file-of-a' } },
  'levels.simulate': { payload: { levels: [], rules: DEFAULT_LEVEL_RULES } },
  'benefits.create': { payload: { key: 'perk-of-a', name: 'perk of A', kind: 'perk' } },
  'benefits.update': { payload: { key: 'perk-of-a', name: 'taken over', kind: 'perk' } },
  'badges.create': { payload: { name: 'badge of A', icon: 'star', colour: '#1677ff', rule: null } },
  'badges.update': { payload: { name: 'taken over', icon: 'star', colour: '#1677ff', rule: null } },
  'leaderboards.create': { payload: { name: 'board of A', metric: 'contribution', period: 'month' } },
  'leaderboards.update': { payload: { name: 'taken over', metric: 'contribution', period: 'month' } },
  'rewards.create': { payload: { kind: 'coupon', name: 'coupon of A', price: 0, state: 'open' } },
  'rewards.change': { payload: { version: 1, name: 'taken over' } },
  'rewards.change-stock': { payload: { by: 1 } },
  'rewards.set-image': multipartFile('a.gif', PICTURE),
  'rewards.add-codes': multipartFile('a.csv', 'code\ncode of A'),
  'rewards.ship': { payload: { carrier: 'put among theirs' } },
  'rewards.finish': { payload: {} },
  'rewards.cancel-order': { payload: { reason: 'taken over' } },
  'reports.make': { payload: { kind: 'week', day: '2026-01-05' } },
  'reports.mail': { payload: { to: ['a@example.com'] } },
  'reports.set-schedules': {
    payload: { schedules: [{ kind: 'week', enabled: true, language: 'en', recipients: ['a@example.com'] }] },
  },
  'reports.add-adjustment': { payload: { change: 'put among theirs' } },
  'reports.change-adjustment': { payload: { change: 'taken over' } },
  'analyses.run': { payload: { kind: 'lifecycle' } },
  'analyses.csv': { payload: { kind: 'lifecycle' } },
  'analyses.people': { payload: { kind: 'heatmap', point: { weekday: null, hour: null } } },
  'analyses.set-brands': { payload: { brands: [{ name: 'put among theirs', own: true, words: ['theirs'] }] } },
  'analyses.create': { payload: { name: 'put among theirs', kind: 'retention', params: {} } },
  'analyses.update': { payload: { version: 1, name: 'taken over' } },
  'dashboards.create': { payload: { name: 'put among theirs' } },
  'dashboards.update': { payload: { version: 1, name: 'taken over' } },
  'dashboards.duplicate': { payload: { name: 'copied' } },
  'members.set-tags': { payload: { tags: ['taken over'] } },
  'members.erase': { payload: { confirm: 'member of A' } },
  'retention.set': { payload: { community: { keep: 'days', days: 3650 }, groups: {} } },
  'retention.preview': { payload: { community: { keep: 'none' }, groups: {} } },
  'members.set-standings': { payload: { standings: ['expert'] } },
  'members.define-attribute': { payload: { key: 'size_of_a', name: 'put among theirs', type: 'text' } },
  'members.change-attribute': { payload: { name: 'taken over' } },
  'members.set-attribute': { payload: { value: 'taken over' } },
  'members.add-note': { payload: { text: 'note of A' } },
  'members.change-note': { payload: { text: 'taken over' } },
  'views.create': { payload: { page: 'members', name: 'view of A', query: { tier: 'silent' } } },
  'views.update': { payload: { name: 'taken over' } },
  'segments.preview': { payload: { rule: { kind: 'tag', tag: 'tag of A' } } },
  'segments.create': { payload: { kind: 'list', name: 'list of A' } },
  'segments.update': { payload: { version: 1, description: 'taken over' } },
  'schemes.update': { payload: { version: 1, name: 'taken over' } },
  'schemes.people': { payload: { tier: 'none' } },
  'me.revoke-session': { payload: { password: TEST_PASSWORD } },
  'team.change-role': { payload: { role: 'analyst' } },
  'imports.upload': {
    payload: `--b\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n${LINE}\n\r\n--b--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  },
  'imports.preview': { payload: { options: {} } },
  'imports.people': { payload: { options: {} } },
  'imports.start': { payload: { options: {} } },
};

/** What a route without a body has to be asked with. */
const QUERIES: Readonly<Record<string, string>> = { 'goals.measure': '?metric=members' };

let database: Database;
let jobs: Jobs;
let mail: TestMailServer;
let app: TestApp;
let a: TestWorkspace;
let b: TestWorkspace;
/** What workspace A has, by the name of the path's parameter. */
const ids: Record<string, string> = {};
/** Parameters that are names which every workspace has, and no ids. */
const NAMES: readonly string[] = ['item', 'operation', 'month'];

beforeAll(async () => {
  database = await testDatabase();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  mail = await testMailServer();
  app = await testApp(database, { engine: await testEngine(), jobs, env: mail.env });
  [a, b] = [await app.workspace('A'), await app.workspace('B')];
  await database.inWorkspace(a.id, async (tx) => {
    const community = await createCommunity(tx, a.id, { name: 'Secret of A', key: 'secret-of-a' });
    ids.communityId = community.id;
    const space = communitySpace(community.id);
    ids.memberId = space.accountId('qq', 'm');
    ids.otherId = ids.memberId;
    ids.groupId = space.groupId('qq', 'g');
    const { id: from } = await createGroup(tx, community.id, { platform: 'qq', name: 'awaited by A' });
    BODIES['communities.adopt-group'] = { payload: { from } };
    const files = app.services.fileStore.in(a.id);
    const file = await keepFile(tx, files, PICTURE, { mediaType: 'image/gif', limits: { bytes: 1000 } });
    ids.fileId = file.id;
    await ensureGroups(tx, community.id, [{ id: ids.groupId, platform: 'qq', externalId: 'g', name: 'group of A' }]);
    await ensureAccounts(tx, community.id, [
      { id: ids.memberId, platform: 'qq', externalId: 'm', name: 'member of A', bot: false, firstAt: 0 },
      { id: space.accountId('qq', 'n'), platform: 'qq', externalId: 'n', name: 'another of A', bot: false, firstAt: 0 },
      { id: space.accountId('qq', 'o'), platform: 'qq', externalId: 'o', name: 'third of A', bot: false, firstAt: 0 },
    ]);
    const [firstId, secondId] = [ids.memberId, space.accountId('qq', 'n')];
    BODIES['members.merge'] = { payload: { intoId: firstId, memberId: secondId } };
    BODIES['matching.dismiss'] = BODIES['matching.reopen'] = { payload: { firstId, secondId } };
    const bulk = { selection: { ids: [ids.memberId] }, action: { kind: 'add-tag', tag: 'many of A' } };
    BODIES['bulk.preview'] = BODIES['bulk.start'] = { payload: bulk };
    ids.introductionId = newId();
    ids.day = '2025-12-31';
    ids.key = 'size_of_a';
    await setTags(tx, { communityId: community.id, memberId: ids.memberId, tags: ['tag of A'], source: 'hand' });
  });
  const { engine } = app.services;
  const scope = grantScope(a.id, ids.communityId!);
  const written = await writeEvents(engine, scope, { zone: 'Asia/Shanghai' }, [
    { ...EVENT, at: '2026-01-05T08:00:00Z' },
  ]);
  await rollUp(engine, scope, written.changed);
  await evaluateCommunity(app.services, { workspaceId: a.id, communityId: ids.communityId! });
  await a.member(ids.communityId!, ids.memberId!);
  ids.memberSessionId = await database.inWorkspace(
    a.id,
    async (tx) => (await sql<{ id: string }>`SELECT id FROM member_sessions`.execute(tx)).rows[0]!.id,
  );
  await putBetween(scope, [ids.memberId!, communitySpace(ids.communityId!).accountId('qq', 'o')]);
  const headers = await a.operator('owner');
  const made = await app.inject({
    method: 'POST',
    url: '/api/v1/tokens',
    headers,
    payload: { name: 'token of A', rights: ['events.write'] },
  });
  ids.tokenId = made.json().details.id;
  ids.operatorId = (await app.inject({ method: 'GET', url: '/api/v1/me', headers })).json().operator.id;
  ids.sessionId = (await app.inject({ method: 'GET', url: '/api/v1/me/sessions', headers })).json().sessions[0].id;
  ids.seatSessionId = ids.sessionId!;
  const invited = await app.inject({
    method: 'POST',
    url: '/api/v1/team/invitations',
    headers,
    payload: { email: 'asked.by.a@example.com', role: 'editor' },
  });
  ids.invitationId = invited.json().invitation.id;
  for (const [id, path] of [
    ['sites.create', 'sites'],
    ['tracked-links.create', 'tracked-links'],
  ] as const) {
    const url = `/api/v1/communities/${ids.communityId}/${path}`;
    const response = await app.inject({ method: 'POST', url, headers, payload: BODIES[id]!.payload });
    ids[path === 'sites' ? 'siteId' : 'linkId'] = response.json().id;
  }
  // By a token: what an operator wrote, only that operator changes.
  const token = await a.token(RIGHTS);
  for (const [id, path, read] of [
    ['members.define-attribute', 'attributes', (made) => ({ attributeId: made.id })],
    ['members.add-note', `members/${ids.memberId}/notes`, (made) => ({ noteId: made.notes[0].id })],
    ['members.merge', 'merges', (made) => ({ mergeId: made.mergeId })],
    ['bulk.start', 'bulk-actions', (made) => ({ bulkId: made.id })],
    ['views.create', 'views', (made) => ({ viewId: made.id })],
    ['reports.make', 'reports', (made) => ({ reportId: made.id })],
    ['plays.add', 'plays/library', (made) => ({ playId: made.id })],
    ['segments.create', 'segments', (made) => ({ segmentId: made.id })],
    ['analyses.create', 'analyses', (made) => ({ analysisId: made.id })],
    ['dashboards.create', 'dashboards', (made) => ({ dashboardId: made.id })],
  ] as [string, string, (made: { id: string; mergeId: string; notes: [{ id: string }] }) => Record<string, string>][]) {
    const url = `/api/v1/communities/${ids.communityId}/${path}`;
    const response = await app.inject({ method: 'POST', url, headers: token, payload: BODIES[id]!.payload });
    Object.assign(ids, read(response.json()));
  }
  const adjusted = await app.inject({
    method: 'POST',
    url: `/api/v1/communities/${ids.communityId}/reports/${ids.reportId}/adjustments`,
    headers: token,
    payload: BODIES['reports.add-adjustment']!.payload,
  });
  ids.adjustmentId = adjusted.json().id;
  ids.item = 'market_research';
  const accepted = await app.inject({
    method: 'POST',
    url: `/api/v1/communities/${ids.communityId}/plays/${ids.playId}/accept`,
    headers: token,
    payload: {},
  });
  ids.runId = accepted.json().id;
  ids.taskId = accepted.json().tasks[0].id;
  await makeGoals(token);
  await makeCredit(token);
  await makePoints(token);
  await makeRewards(token);
  await makeLevels(token);
  await makeExams(token);
  await makeConnection(token);
  await makeDelivery(token);
  await makeRelay(token);
  await makeScheme(token);
  const upload = BODIES['imports.upload']!;
  const uploaded = await app.inject({
    method: 'POST',
    url: `/api/v1/communities/${ids.communityId}/imports`,
    payload: upload.payload,
    headers: { ...headers, ...upload.headers },
  });
  ids.importId = uploaded.json().id;
  ids.erasureId = newId();
  await database.inWorkspace(a.id, (tx) =>
    addErasure(tx, { id: ids.erasureId!, communityId: ids.communityId!, memberId: newId(), requestedBy: null }),
  );
});

/** An objective, a budget with a line and money spent, and a booked resource of A's. */
async function makeGoals(headers: Record<string, string>): Promise<void> {
  const make = async (id: string, path: string): Promise<{ id: string; spends: { id: string }[] }> => {
    const url = `/api/v1/communities/${ids.communityId}/${path}`;
    return (await app.inject({ method: 'POST', url, headers, payload: BODIES[id]!.payload })).json();
  };
  ids.objectiveId = (await make('goals.create-objective', 'objectives')).id;
  ids.budgetId = (await make('goals.create-budget', 'budgets')).id;
  ids.operationId = (await make('goals.add-operation', `budgets/${ids.budgetId}/operations`)).id;
  ids.spendId = (await make('goals.add-spend', `operations/${ids.operationId}/spends`)).spends[0]!.id;
  ids.resourceId = (await make('goals.create-resource', 'resources')).id;
  ids.bookingId = (await make('goals.book', `resources/${ids.resourceId}/bookings`)).id;
}

/** A question and a paper that nobody took; and an entry exam that a member of A's is in. */
async function makeExams(headers: Record<string, string>): Promise<void> {
  const post = async (path: string, payload: object): Promise<{ id: string }> => {
    const url = `/api/v1/communities/${ids.communityId}/${path}`;
    return (await app.inject({ method: 'POST', url, headers, payload })).json();
  };
  ids.questionId = (await post('exam-questions', BODIES['exams.create-question']!.payload as object)).id;
  ids.paperId = (await post('exam-papers', BODIES['exams.create-paper']!.payload as object)).id;
  await post('exam-questions', { kind: 'truth', text: 'asked by A', solution: [0], state: 'active' });
  const entry = { purpose: 'entry', name: 'entry exam of A', draw: [{ tag: null, count: 1 }], state: 'open' };
  const { id } = await post('exam-papers', entry);
  const member = await a.member(ids.communityId!, ids.memberId!);
  const url = `/api/m/v1/exams/${id}/attempts`;
  ids.attemptId = (await app.inject({ method: 'POST', url, headers: member })).json().id;
  BODIES['exams.ask-entry'] = { payload: { memberIds: [ids.memberId] } };
}

/** A rule, an award, and a finding about a member of A's. */
async function makePoints(headers: Record<string, string>): Promise<void> {
  const post = async (path: string, payload: object) => {
    const url = `/api/v1/communities/${ids.communityId}/points/${path}`;
    return (await app.inject({ method: 'POST', url, headers, payload })).json();
  };
  const { rules } = await post('rules', BODIES['points.create-rule']!.payload as object);
  ids.pointRuleId = rules[0].id;
  BODIES['points.award'] = { payload: { key: 'award-of-a', memberIds: [ids.memberId], points: 5 } };
  await post('awards', { key: 'first-of-a', memberIds: [ids.memberId], points: 50 });
  const url = `/api/v1/communities/${ids.communityId}/points/transactions`;
  ids.transactionId = (await app.inject({ method: 'GET', url, headers })).json().transactions[0].id;
  ids.suspicionId = newId();
  ids.month = '2034-01';
  await database.inWorkspace(a.id, (tx) =>
    sql`INSERT INTO point_suspicions (id, workspace_id, community_id, member_id, kind, evidence, transaction_ids, points, found_at, found_day)
      VALUES (${ids.suspicionId}, ${a.id}, ${ids.communityId}, ${ids.memberId}, 'flooding', '{"refused": 9}', '{}', 0, now(), current_date)
    `.execute(tx),
  );
}

/** A coupon; and goods that a member of A's has ordered. */
async function makeRewards(headers: Record<string, string>): Promise<void> {
  const post = async (path: string, payload: object): Promise<{ id: string }> => {
    const url = `/api/v1/communities/${ids.communityId}/${path}`;
    return (await app.inject({ method: 'POST', url, headers, payload })).json();
  };
  ids.rewardId = (await post('rewards', BODIES['rewards.create']!.payload as object)).id;
  const { id } = await post('rewards', { kind: 'goods', name: 'goods of A', price: 0, state: 'open', stock: 1 });
  await post(`rewards/${id}/stock`, { by: 1 });
  const address = { name: 'member of A', phone: '13800000000', region: '', street: 'street of A', postcode: '' };
  const claim = { rewardId: id, memberId: ids.memberId!, key: newId(), price: 0, address, now: Date.now() };
  const { orderId } = await app.services.redeem({ workspaceId: a.id, communityId: ids.communityId! }, claim);
  ids.orderId = orderId;
}

/** A badge that a member of A's has, a benefit of a group that they came into without it, and a leaderboard. */
async function makeLevels(headers: Record<string, string>): Promise<void> {
  const post = async (path: string, payload: unknown): Promise<{ id: string }> => {
    const url = `/api/v1/communities/${ids.communityId}/${path}`;
    return (await app.inject({ method: 'POST', url, headers, payload: payload as object })).json();
  };
  for (const [id, path, name] of [
    ['benefits.create', 'benefits', 'benefitId'],
    ['badges.create', 'badges', 'badgeId'],
    ['leaderboards.create', 'leaderboards', 'boardId'],
  ] as const)
    ids[name] = (await post(path, BODIES[id]!.payload)).id;
  const standards = { growth: 0, contribution: 0, activeDays: 0, quizzes: 0 };
  const level = { name: 'level of A', nameEn: '', colour: '#1677ff', icon: 'star', standards };
  BODIES['levels.save'] = {
    payload: { levels: [{ ...level, benefits: [{ benefitId: ids.benefitId, quota: null }] }] },
  };
  BODIES['badges.give'] = { payload: { memberId: ids.memberId } };
  // The first member is removed below, and who is uses nothing.
  const third = communitySpace(ids.communityId!).accountId('qq', 'o');
  BODIES['benefits.use'] = { payload: { memberId: third, key: 'use of A' } };
  ids.entryId = newId();
  await database.inWorkspace(a.id, (tx) =>
    sql`INSERT INTO benefit_entries (id, workspace_id, community_id, benefit_id, group_id, account_id, at, outcome)
      VALUES (${ids.entryId}, ${a.id}, ${ids.communityId}, ${ids.benefitId}, ${ids.groupId}, ${ids.memberId}, now(), 'noted')
    `.execute(tx),
  );
}

/** Three violations: one that stands, one with a removal and its task, one with an appeal. */
async function makeCredit(headers: Record<string, string>): Promise<void> {
  const post = async (path: string, payload: object) => {
    const url = `/api/v1/communities/${ids.communityId}/${path}`;
    return (await app.inject({ method: 'POST', url, headers, payload })).json();
  };
  ids.communityRuleId = (await post('rules', BODIES['rules.create']!.payload as object)).id;
  const evidence = { text: 'evidence of A', happenedAt: new Date(Date.now() - 60_000).toISOString() };
  const violation = { memberId: ids.memberId, ruleId: ids.communityRuleId, evidence };
  BODIES['credit.record'] = { payload: { ...violation, key: 'first' } };
  ids.violationId = (await post('violations', BODIES['credit.record'].payload as object)).id;
  const removed = await post('violations', { ...violation, key: 'second', remove: true });
  ids.sanctionId = removed.sanctions[0].id;
  const appealed = await post('violations', { ...violation, key: 'third' });
  [ids.actId, ids.appealId] = [newId(), newId()];
  await database.inWorkspace(a.id, async (tx) => {
    await sql`INSERT INTO sanction_acts (id, workspace_id, community_id, sanction_id, account_id, kind, state, due_at, created_at)
      VALUES (${ids.actId}, ${a.id}, ${ids.communityId}, ${ids.sanctionId}, ${ids.memberId}, 'remove', 'task', now(), now())
    `.execute(tx);
    await sql`INSERT INTO appeals (id, workspace_id, community_id, violation_id, member_id, text, filed_at, decide_by)
      VALUES (${ids.appealId}, ${a.id}, ${ids.communityId}, ${appealed.id}, ${ids.memberId}, 'appeal of A', now(), now())
    `.execute(tx);
  });
}

/** Tiers of A's own out of a segment of A's. */
async function makeScheme(headers: Record<string, string>): Promise<void> {
  const at = `/api/v1/communities/${ids.communityId}`;
  const rule = { kind: 'tag', tag: 'tag of A' };
  const segment = { kind: 'rule', name: 'segment of A', rule };
  const { id } = (await app.inject({ method: 'POST', url: `${at}/segments`, headers, payload: segment })).json();
  const segmentIds = [id, ids.segmentId];
  BODIES['segments.change-list'] = { payload: { add: [ids.memberId] } };
  BODIES['segments.import'] = { payload: { name: 'file of A', csv: `id\n${ids.memberId}` } };
  BODIES['segments.from-members'] = { payload: { name: 'listed from A', selection: { ids: [ids.memberId] } } };
  BODIES['segments.overlap'] = { payload: { segmentIds } };
  BODIES['segments.overlap-people'] = { payload: { segmentIds, in: [true, false] } };
  BODIES['schemes.create'] = { payload: { name: 'scheme of A', tiers: [id] } };
  const made = await app.inject({
    method: 'POST',
    url: `${at}/tier-schemes`,
    headers,
    payload: BODIES['schemes.create'].payload,
  });
  ids.schemeId = made.json().id;
}

/** A connection that sees a chat. */
async function makeConnection(headers: Record<string, string>): Promise<void> {
  const made = await app.inject({ method: 'POST', url: '/api/v1/connections', headers, payload: CONNECTION });
  ids.connectionId = made.json().id;
  ids.operation = 'make-code';
  ids.chatId = newId();
  await database.inWorkspace(a.id, (tx) =>
    sql`INSERT INTO connection_chats (id, workspace_id, connection_id, external_id, name, kind, first_seen_at, last_seen_at)
      VALUES (${ids.chatId}, ${a.id}, ${ids.connectionId}, 'chat', 'chat of A', 'group', now(), now())`.execute(tx),
  );
  BODIES['connections.attach-chat'] = { payload: { communityId: ids.communityId! } };
}

/** A template, and a message that nobody sends. */
async function makeDelivery(headers: Record<string, string>): Promise<void> {
  const at = `/api/v1/communities/${ids.communityId}`;
  const { payload } = BODIES['message-templates.create']!;
  ids.templateId = (await app.inject({ method: 'POST', url: `${at}/message-templates`, headers, payload })).json().id;
  const message = { content: { kind: 'text', text: 'words of A' } } as const;
  const planned = await database.inWorkspace(a.id, (tx) =>
    planDeliveries(
      tx,
      {
        workspaceId: a.id,
        communityId: ids.communityId!,
        source: { kind: 'operator', id: 'of A' },
        priority: 5,
        purpose: 'service',
        items: [
          { connectionId: ids.connectionId!, to: { kind: 'person', id: 'openid of A' }, message, dedupeKey: 'of A' },
        ],
      },
      Date.now(),
    ),
  );
  ids.deliveryId = planned.ids[0]!;
  const audience = { kind: 'members', memberIds: [ids.memberId], connectionIds: [ids.connectionId] };
  BODIES['deliveries.compose'] = BODIES['deliveries.rehearse'] = { payload: { audience, message } };
  BODIES['deliveries.decide'] = { payload: { ids: [ids.deliveryId], decision: 'cancel' } };
}

/** A rule; and a session that has said something, was asked something, and rests. */
async function makeRelay(headers: Record<string, string>): Promise<void> {
  const at = `/api/v1/communities/${ids.communityId}`;
  const post = async (path: string, payload: object): Promise<{ id: string; key: string }> =>
    (await app.inject({ method: 'POST', url: `${at}/${path}`, headers, payload })).json();
  ids.ruleId = (await post('reactions', BODIES['reactions.create']!.payload as object)).id;
  const chatId = newId();
  await database.inWorkspace(a.id, (tx) =>
    sql`INSERT INTO connection_chats (id, workspace_id, connection_id, external_id, name, kind, community_id, group_id,
                                      attached_at, first_seen_at, last_seen_at)
      VALUES (${chatId}, ${a.id}, ${ids.connectionId}, 'hall', 'hall of A', 'group', ${ids.communityId}, ${ids.groupId},
              now(), now(), now())`.execute(tx),
  );
  ids.relayId = (await post('relays', { name: 'session of A', targetIds: [chatId] })).id;
  await post(`relays/${ids.relayId}/state`, { state: 'live' });
  ids.messageKey = (await post(`relays/${ids.relayId}/messages`, BODIES['relays.say']!.payload as object)).key;
  await post(`relays/${ids.relayId}/state`, { state: 'paused' });
  ids.eventId = newId();
  await database.inWorkspace(a.id, (tx) =>
    sql`INSERT INTO relay_questions (workspace_id, session_id, event_id, chat_id, account_id, name, text, asked_at)
      VALUES (${a.id}, ${ids.relayId}, ${ids.eventId}, ${chatId}, ${ids.memberId}, 'member of A', 'question of A', now())
    `.execute(tx),
  );
}

/** A pair to introduce, and a month that is kept: what takes a community of some size to come to. */
async function putBetween({ workspaceId, communityId }: Scope, pair: readonly string[]): Promise<void> {
  const [first, second] = pair.toSorted();
  await database.inWorkspace(workspaceId, async (tx) => {
    await sql`INSERT INTO introductions (id, workspace_id, community_id, first_id, second_id, score, reasons, proposed_at, proposed_day)
      VALUES (${ids.introductionId}, ${workspaceId}, ${communityId}, ${first}, ${second}, 50, '[]', now(), current_date)`.execute(
      tx,
    );
    const { rows } = await sql<{ figures: unknown }>`
      SELECT summary -> 'figures' || '{"circles": 0}' AS figures FROM networks WHERE community_id = ${communityId}`.execute(
      tx,
    );
    await sql`INSERT INTO network_months (community_id, month_end, workspace_id, snapshot_id, state, figures, computed_at)
      VALUES (${communityId}, ${ids.day}, ${workspaceId}, ${newId()}, '', ${JSON.stringify(rows[0]!.figures)}::jsonb, now())`.execute(
      tx,
    );
  });
}

afterAll(async () => {
  await app.close();
  await jobs.stop();
  await mail.close();
  await database.close();
});

const parametersOf = (route: Route): string[] => [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
const routes = () => app.server.routes.filter(({ path }) => path.startsWith('/api/v1/'));
const withParameters = () => routes().filter((route) => parametersOf(route).length > 0);

function urlOf(route: Route, own: Record<string, string> = {}): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const id = own[name] ?? ids[name];
    if (!id) throw new Error(`${route.id}: say here what workspace A has as ${name}`);
    return encodeURIComponent(id);
  });
  return path + (QUERIES[route.id] ?? '');
}

const ask = (route: Route, url: string, headers: Record<string, string>) => {
  const body = route.method === 'GET' ? undefined : BODIES[route.id];
  return app.inject({ method: route.method, url, headers: { ...headers, ...body?.headers }, payload: body?.payload });
};

/** Another session of the same operator. */
async function furtherSession(headers: Record<string, string>): Promise<string> {
  const { email } = (await app.inject({ method: 'GET', url: '/api/v1/me', headers })).json().operator;
  const payload = { email, password: TEST_PASSWORD };
  await app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload });
  const { sessions } = (await app.inject({ method: 'GET', url: '/api/v1/me/sessions', headers })).json();
  return sessions.find(({ current }: { current: boolean }) => !current).id;
}

describe('one workspace towards another', () => {
  it('has 404 for every id that is not its own, for an owner and for a token with every right', async () => {
    const callers = [await b.operator('owner'), await b.token(RIGHTS)];
    expect(withParameters().length).toBeGreaterThan(4);
    for (const route of withParameters()) {
      // A token has no account of its own that could have anything.
      for (const headers of route.id.startsWith('me.') ? callers.slice(0, 1) : callers) {
        const response = await ask(route, urlOf(route), headers);
        expect([route.id, response.statusCode], response.body).toEqual([route.id, 404]);
      }
    }
  });

  it('has 404 for another’s member inside its own community', async () => {
    const own = await database.inWorkspace(b.id, (tx) => createCommunity(tx, b.id, { name: 'Of B' }));
    const headers = await b.operator('owner');
    const idsIn = (route: Route) => parametersOf(route).filter((name) => !NAMES.includes(name));
    for (const route of withParameters().filter((one) => idsIn(one).length > 1)) {
      const response = await ask(route, urlOf(route, { communityId: own.id }), headers);
      expect([route.id, response.statusCode], response.body).toEqual([route.id, 404]);
    }
  });

  it('lists nothing of another', async () => {
    const headers = await b.operator('owner');
    const lists = routes().filter((route) => route.method === 'GET' && parametersOf(route).length === 0);
    expect(lists.length).toBeGreaterThan(2);
    const own = Object.entries(ids).flatMap(([name, id]) => (NAMES.includes(name) ? [] : [id]));
    for (const route of lists) {
      const { body } = await ask(route, route.path, headers);
      for (const secret of [...own, 'Secret of A', 'secret-of-a', 'token of A', a.id]) {
        expect(body, route.id).not.toContain(secret);
      }
    }
  });

  it('cannot be entered by naming it', async () => {
    const headers = { ...(await b.operator('owner')), 'x-qunluo-workspace': a.id };
    for (const route of routes().filter(({ id }) => !id.startsWith('setup.') && id !== 'openapi')) {
      const response = await ask(route, urlOf(route), headers);
      expect([route.id, response.statusCode]).toEqual([route.id, 403]);
    }
  });

  it('finds the same ids there for those who belong (else the tests above could not fail)', async () => {
    const headers = await a.operator('owner');
    const sessionId = await furtherSession(headers);
    // What takes something away comes after what needs it; a play after its dismissal, and a seat last, because its
    // tokens go with it.
    const LAST = ['plays.reset', 'team.remove-seat'];
    const order = ({ id, method }: Route) => (method === 'DELETE' ? 2 + LAST.indexOf(id) : 0);
    const sorted = withParameters().toSorted((one, other) => order(one) - order(other));
    for (const route of sorted.filter(({ reply }) => reply !== 'stream')) {
      const { statusCode, body } = await ask(route, urlOf(route, { sessionId }), headers);
      // 409: found, and in the wrong state for this: an import that has just been started cannot be given up.
      expect([route.id, statusCode < 300 || statusCode === 409], body).toEqual([route.id, true]);
    }
  });
});

/** Routes that are not GET and leave no entry in the audit trail, and why. */
const NO_ENTRY: Record<string, string> = {
  'events.accept': 'what members did is its own record, and there are millions',
  'hooks.take': 'what platforms tell is its own record',
  'connectors.test': 'only tries',
  'connections.test': 'only tries',
  'deliveries.rehearse': 'only counts',
  'message-templates.preview': 'only looks',
  'reactions.try': 'only looks',
  'site.hits': 'visits are their own record, and nobody in particular sends them',
  'analyses.run': 'only counts',
  'analyses.people': 'only looks; the set goes by itself',
  'imports.preview': 'reads the file again',
  'imports.people': 'reads the file again',
  'bulk.preview': 'only counts',
  'segments.preview': 'only counts',
  'levels.simulate': 'only counts',
  'segments.overlap': 'only counts',
  'segments.overlap-people': 'only looks; the list goes by itself',
  'schemes.people': 'only looks; the list goes by itself',
  'retention.preview': 'only counts',
  'matching.search': 'compares, and decides nothing',
  'points.dry-run': 'only counts',
  'points.preview-awards': 'only looks',
  'introductions.propose': 'compares, and decides nothing',
  'preferences.set': 'how one’s own pages look',
  'tracked-links.personal': 'makes an address out of what is there, and keeps nothing',
};

/** A budget and its line are taken away only while they are empty, which those above are not. */
async function takeGoalsAway(headers: Record<string, string>): Promise<void> {
  const base = `/api/v1/communities/${ids.communityId}`;
  const make = async (url: string, payload: object): Promise<string> =>
    (await app.inject({ method: 'POST', url, headers, payload })).json().id;
  const budget = await make(`${base}/budgets`, { period: '2034-01', amount: 1 });
  const line = { ...(BODIES['goals.add-operation']!.payload as object), fromDay: '2034-01-01', toDay: '2034-01-01' };
  const operation = await make(`${base}/budgets/${budget}/operations`, line);
  for (const url of [`${base}/operations/${operation}`, `${base}/budgets/${budget}`])
    expect((await app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204);
}

/** A file, which the walk above leaves out, and what the import cannot be used for any more: one that waits is given up, one that ran is taken back. */
async function giveUpAndTakeBack(headers: Record<string, string>): Promise<void> {
  const file = { url: `/api/v1/communities/${ids.communityId}/analyses/csv`, payload: BODIES['analyses.csv']!.payload };
  expect((await app.inject({ method: 'POST', ...file, headers })).statusCode).toBe(200);
  const imports = `/api/v1/communities/${ids.communityId}/imports`;
  const upload = async (): Promise<string> => {
    const body = BODIES['imports.upload']!;
    const all = { ...headers, ...body.headers };
    return (await app.inject({ method: 'POST', url: imports, headers: all, payload: body.payload })).json().id;
  };
  const waiting = await app.inject({ method: 'DELETE', url: `${imports}/${await upload()}`, headers });
  const ran = await upload();
  await database.inWorkspace(a.id, (tx) =>
    sql`UPDATE imports SET status = 'done', started_at = now() WHERE id = ${ran}`.execute(tx),
  );
  const taken = await app.inject({ method: 'POST', url: `${imports}/${ran}/undo`, headers });
  expect([waiting.statusCode, taken.statusCode], taken.body).toEqual([204, 202]);
}

describe('the audit trail', () => {
  /** Accounts, seats and tokens have a walk of their own: `identity-trail.test.ts`. */
  // What members do on their own pages is not in an operator's walk: their modules say what they write down.
  const OURS = /^(auth|setup|me|team|invitations|workspaces?|tokens|audit|m)\./;
  const changing = () => app.server.routes.filter(({ id, method }) => method !== 'GET' && !OURS.test(id));

  it('has an entry of every route that changed something of A above, or in this walk', async () => {
    const headers = await a.operator('owner');
    const open = changing().filter((route) => parametersOf(route).length === 0 && !NO_ENTRY[route.id]);
    for (const route of open) {
      const { statusCode, body } = await ask(route, route.path, headers);
      expect([route.id, statusCode < 300], body).toEqual([route.id, true]);
    }
    await giveUpAndTakeBack(headers);
    await takeGoalsAway(headers);
    const { rows } = await database.inWorkspace(a.id, (tx) =>
      sql<{ action: string }>`SELECT DISTINCT action FROM audit_entries`.execute(tx),
    );
    const written = new Set(rows.map(({ action }) => action));
    const ids = changing().map(({ id }) => id);
    expect(ids.filter((id) => !NO_ENTRY[id] && !written.has(id))).toEqual([]);
    expect(Object.keys(NO_ENTRY).filter((id) => !ids.includes(id) || written.has(id))).toEqual([]);
  });
});
