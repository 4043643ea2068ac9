import { randomBytes } from 'node:crypto';
import { sql as pg } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { noteHeard, planDeliveries } from '#modules/delivery/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import type { Suggestions } from '#modules/matching/contract.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { Sql } from '#platform/clickhouse/sql.ts';
import { asSuperuser } from '#testkit/database.ts';
import { allColumns, type ErasingApp, erasingApp, jsonLines } from '#testkit/traces/erasing-app.ts';
import { findTraces } from '#testkit/traces/find-traces.ts';

/** Words and ids that are nowhere else: wherever one of them is found, it is hers. */
const mark = randomBytes(5).toString('hex');
const ANN = {
  name: `Annabel${mark}`,
  wechat: `ann-${mark}`,
  telegram: `ann_tg_${mark}`,
  phone: `138${[...randomBytes(8)].map((byte) => byte % 10).join('')}`,
};
const WORD = `quetzal${mark}`;

let erasing: ErasingApp;
let ids: { ann: string; onTelegram: string; onSheet: string; bob: string };
const traces = (): string[] => [
  ANN.name,
  ANN.wechat,
  ANN.telegram,
  ANN.phone,
  WORD,
  ids.ann,
  ids.onTelegram,
  ids.onSheet,
];

beforeAll(async () => {
  erasing = await erasingApp();
  const space = communitySpace(erasing.communityId);
  ids = {
    ann: space.accountId('wechat', ANN.wechat),
    onTelegram: space.accountId('telegram', ANN.telegram),
    onSheet: space.accountId('offline', ANN.phone),
    bob: space.accountId('wechat', 'bob'),
  };
}, 400_000);
afterAll(() => erasing.close(), 60_000);

const at = (day: number) => new Date(Date.UTC(2026, 0, day, 8)).toISOString();
const chat = () =>
  jsonLines(
    [
      { id: '1', platform: 'wechat', member: ANN.wechat, name: ANN.name, text: `${WORD} flies`, at: at(5) },
      { id: '2', platform: 'telegram', member: ANN.telegram, name: ANN.name, text: 'hi', at: at(6) },
      { id: '3', platform: 'wechat', member: 'bob', name: 'Bob', text: `我也是 @${ANN.telegram}`, at: at(6) },
      { id: '4', platform: 'wechat', member: 'cat', name: 'Cat', text: `hello @${ANN.name}`, at: at(7) },
      { id: '5', platform: 'telegram', member: ANN.telegram, target: `${ANN.telegram}_new`, kind: 'rename', at: at(8) },
    ].map((event) => ({ group: 'g', groupName: `${ANN.name}、Bob`, kind: 'message', ...event })),
  );

/** What operators write about aims, money and resources may name her. */
async function giveGoals(): Promise<void> {
  const { must } = erasing;
  type Made = { id: string };
  const aim = { startDay: '2026-01-05', startValue: 0, target: 10, dueDay: '2036-01-01' };
  const texts = { name: `Win ${ANN.name} back`, note: `${ANN.name} knows why` };
  const objective = await must<Made>('POST', '/objectives', { ...aim, ...texts, measure: { metric: 'mau' } });
  await must('POST', `/objectives/${objective.id}/close`, { outcome: 'dropped', note: `${ANN.name} left` });
  const budget = await must<Made>('POST', '/budgets', { period: '2026-01', amount: 100, note: `asked ${ANN.name}` });
  const days = { fromDay: '2026-01-05', toDay: '2026-01-06' };
  const operation = await must<Made>('POST', `/budgets/${budget.id}/operations`, { ...texts, ...days, planned: 5 });
  const spend = { day: '2026-01-05', amount: 5, text: `flowers for ${ANN.name}`, receipt: `signed by ${ANN.name}` };
  await must('POST', `/operations/${operation.id}/spends`, spend);
  const who = { owner: ANN.name, contact: `${ANN.name}, ${ANN.phone}` };
  const resource = await must<Made>('POST', '/resources', { ...texts, ...who, kind: 'speaker' });
  const time = { from: '2026-01-05T08:00:00Z', to: '2026-01-05T09:00:00Z' };
  await must('POST', `/resources/${resource.id}/bookings`, { ...time, note: `${ANN.name} reads` });
}

/** Levels, benefits, badges and a leaderboard that name her, and what she has of them. */
async function giveLevels(): Promise<void> {
  const { must, database, workspace, communityId } = erasing;
  const named = { name: `of ${ANN.name}`, nameEn: `${ANN.name}’s` };
  const words = { ...named, description: `thanks to ${ANN.name}`, descriptionEn: `by ${ANN.name}` };
  const benefit = await must<{ id: string }>('POST', '/benefits', { ...words, key: 'perk', kind: 'perk' });
  const standards = { growth: 0, contribution: 0, activeDays: 0, quizzes: 0 };
  const level = {
    ...named,
    colour: '#1677ff',
    icon: 'star',
    standards,
    benefits: [{ benefitId: benefit.id, quota: null }],
  };
  const { rules } = await must<{ rules: { celebration: object } }>('GET', '/levels');
  const celebration = { ...rules.celebration, text: `${ANN.name} cheers {{name}}` };
  const { levels } = await must<{ levels: { id: string }[] }>('PUT', '/levels', {
    levels: [level],
    rules: { ...rules, celebration },
  });
  const rule = { kind: 'tag', tag: ANN.name };
  const look = { icon: 'star', colour: '#1677ff' };
  const badge = await must<{ id: string }>('POST', '/badges', { ...words, ...look, rule });
  await must('POST', '/leaderboards', { ...named, metric: 'contribution', period: 'month' });
  const [entryId, changeId] = [newId(), newId()];
  for (const memberId of [ids.ann, ids.bob]) {
    const note = `asked ${ANN.name}`;
    await must('POST', `/benefits/${benefit.id}/uses`, { memberId, key: memberId, note });
    await must('POST', `/badges/${badge.id}/holders`, { memberId, reason: note });
  }
  await database.inWorkspace(workspace.id, async (tx) => {
    const own = pg`qunluo_workspace(), ${communityId}, ${ids.ann}`;
    await pg`UPDATE badges SET failure = ${`there is no ${ANN.name}`}`.execute(tx);
    await pg`INSERT INTO member_levels (workspace_id, community_id, member_id, level_id, done, earned, contribution, active_days,
      quizzes, present, since, counted_at) VALUES (${own}, ${levels[0]!.id}, 1, 0, 1, 1, 1, true, now(), now())`.execute(
      tx,
    );
    await pg`INSERT INTO level_changes (workspace_id, community_id, member_id, id, at, from_rank, to_rank, reason, facts)
      VALUES (${own}, ${changeId}, now(), 0, 1, 'promotion', '{}')`.execute(tx);
    await pg`INSERT INTO level_quizzes (workspace_id, community_id, member_id, paper_id, passed_at)
      VALUES (${own}, ${changeId}, now())`.execute(tx);
    await pg`INSERT INTO leaderboard_opt_outs (workspace_id, community_id, member_id, at) VALUES (${own}, now())`.execute(
      tx,
    );
    await pg`INSERT INTO benefit_entries (workspace_id, community_id, account_id, id, benefit_id, group_id, at, outcome, detail)
      VALUES (${own}, ${entryId}, ${benefit.id}, ${entryId}, now(), 'failed', ${`${ANN.name} stays`})`.execute(tx);
  });
}

/** A rule that is called after her, what she earned and was given, a day on which she checked in, and a finding about her. */
async function givePoints(): Promise<void> {
  const { must, database, workspace, communityId } = erasing;
  const rule = await must<{ rules: { id: string }[] }>('POST', '/points/rules', {
    name: `Like ${ANN.name}`,
    kind: 'message',
    points: 5,
  });
  await must('POST', '/points/awards', {
    key: 'for-her-alone',
    memberIds: [ids.ann],
    points: 50,
    note: `for ${ANN.name}`,
  });
  await must('POST', '/points/awards', {
    key: 'for-bob-too',
    memberIds: [ids.bob],
    points: 5,
    note: `as ${ANN.name} said`,
  });
  await database.inWorkspace(workspace.id, async (tx) => {
    const own = pg`${workspace.id}, ${communityId}`;
    await pg`INSERT INTO point_rule_runs (workspace_id, community_id, rule_id, event_id, account_id, outcome, points, why, happened_at, day)
      VALUES (${own}, ${rule.rules[0]!.id}, ${newId()}, ${ids.ann}, 'granted', 5, '{}', now(), current_date)`.execute(
      tx,
    );
    await pg`INSERT INTO point_check_ins (workspace_id, community_id, member_id, day)
      VALUES (${own}, ${ids.ann}, current_date)`.execute(tx);
    for (const [member, kind] of [
      [ids.ann, 'flooding'],
      [ids.bob, 'mutual_liking'],
    ])
      await pg`INSERT INTO point_suspicions (id, workspace_id, community_id, member_id, kind, evidence, other_id, transaction_ids,
          points, found_at, found_day, state, decided_at, reason)
        VALUES (${newId()}, ${own}, ${member}, ${kind}, '{}', ${kind === 'flooding' ? null : ids.bob}, '{}', 0, now(), current_date,
          'dismissed', now(), ${`${ANN.name} explained it`})`.execute(tx);
  });
}

/** A reward that is called after her, and goods that are sent to her. */
async function giveRewards(): Promise<void> {
  const { must, app, workspace, communityId } = erasing;
  const words = { name: `Tea with ${ANN.name}`, description: `${ANN.name} pours`, howToUse: `call ${ANN.name}` };
  await must('POST', '/rewards', { ...words, kind: 'service', price: 0, state: 'open' });
  const goods = await must<{ id: string }>('POST', '/rewards', { kind: 'goods', name: 'Cup', price: 0, state: 'open' });
  const place = {
    name: ANN.name,
    phone: ANN.phone,
    region: `${ANN.name} Lane`,
    street: `at ${ANN.name}’s`,
    postcode: '',
  };
  const of = { workspaceId: workspace.id, communityId };
  const orders: string[] = [];
  for (const memberId of [ids.ann, ids.ann, ids.bob]) {
    const hers = memberId === ids.ann;
    const key = hers ? `of-${ids.ann}-${orders.length}` : 'of-bob-alone';
    const claim = { rewardId: goods.id, memberId, key, price: 0, now: Date.now() };
    const address = hers ? place : { ...place, name: 'Bob', phone: '13900000000', region: '', street: '1' };
    orders.push((await app.services.redeem(of, { ...claim, address })).orderId);
  }
  const parcel = { carrier: `${ANN.name}’s cousin`, tracking: ANN.phone, note: `ring at ${ANN.name}’s` };
  for (const id of orders) await must('POST', `/reward-orders/${id}/ship`, parcel);
  await must('POST', `/reward-orders/${orders[1]}/cancel`, { reason: `${ANN.name} moved` });
}

/** A question and an entry exam that name her, which she was asked for and took. */
async function giveExams(): Promise<void> {
  const { must, app, workspace, communityId } = erasing;
  const tags = [`about ${ANN.name}`];
  const words = { text: `Who is ${ANN.name}?`, options: [ANN.name, 'Bob'], explanation: `ask ${ANN.name}` };
  await must('POST', '/exam-questions', { ...words, kind: 'single', solution: [0], tags, state: 'active' });
  const draw = [{ tag: tags[0], count: 1 }];
  const names = { name: `${ANN.name}’s exam`, description: `${ANN.name} wrote it` };
  const paper = await must<{ id: string }>('POST', '/exam-papers', { ...names, purpose: 'entry', draw, state: 'open' });
  await must('POST', '/entry-exam/ask', { memberIds: [ids.ann] });
  const headers = await workspace.member(communityId, ids.ann);
  const url = `/api/m/v1/exams/${paper.id}/attempts`;
  expect((await app.inject({ method: 'POST', url, headers })).statusCode).toBe(201);
}

/** Rules that name her, what she and Bob did, sanctions, a task and an appeal. */
async function giveCredit(): Promise<void> {
  const { must, workspace, database, communityId } = erasing;
  type Made = { id: string; sanctions: { id: string }[] };
  const words = { title: `Not like ${ANN.name}`, text: `${ANN.name} knows`, examples: [`as ${ANN.name} did`] };
  const rule = await must<Made>('POST', '/rules', { ...words, cost: 12 });
  const record = (memberId: string, note: string) =>
    must<Made>('POST', '/violations', {
      memberId,
      ruleId: rule.id,
      note,
      evidence: { text: `“${ANN.name} said so”`, happenedAt: new Date(Date.now() - 60_000).toISOString() },
      key: `${memberId} ${note}`,
    });
  await record(ids.ann, `${ANN.name} again`);
  const bobs = await record(ids.bob, `to ${ANN.name}`);
  const taken = await record(ids.bob, `also to ${ANN.name}`);
  const [sanction] = bobs.sanctions;
  await database.inWorkspace(workspace.id, async (tx) => {
    await pg`INSERT INTO sanction_acts (id, workspace_id, community_id, sanction_id, account_id, kind, state, detail, due_at, created_at)
      VALUES (gen_random_uuid(), qunluo_workspace(), ${communityId}, ${sanction!.id}, ${ids.bob}, 'mute', 'task',
        ${`ask ${ANN.name}`}, now(), now())`.execute(tx);
    await pg`INSERT INTO appeals (id, workspace_id, community_id, violation_id, member_id, text, filed_at, decide_by)
      VALUES (gen_random_uuid(), qunluo_workspace(), ${communityId}, ${bobs.id}, ${ids.bob}, ${`it was ${ANN.name}`}, now(), now())
    `.execute(tx);
  });
  const { appeals } = await must<{ appeals: { appeal: { id: string } }[] }>('GET', '/appeals');
  await must('POST', `/appeals/${appeals[0]!.appeal.id}/decision`, {
    outcome: 'rejected',
    reasons: `${ANN.name} saw it`,
  });
  await must('POST', `/sanctions/${sanction!.id}/lift`, { reason: `${ANN.name} forgave` });
  await must('POST', `/violations/${taken.id}/withdraw`, { reason: `${ANN.name} was wrong` });
  await database.inWorkspace(workspace.id, (tx) =>
    pg`INSERT INTO credit_restorations (id, workspace_id, community_id, member_id, cause, points, restored_at)
      VALUES (gen_random_uuid(), qunluo_workspace(), ${communityId}, ${ids.ann}, 'operator', 0, now())`.execute(tx),
  );
}

/** A connection under her name, a chat called after her, and what came and went there lately. */
async function giveConnection(): Promise<void> {
  const { app, headers, communityId, workspace, database } = erasing;
  const payload = {
    connector: 'irc',
    name: `for ${ANN.name}`,
    communityId,
    settings: { server: 'irc://127.0.0.1:9', nick: 'bot', channels: '#books' },
  };
  const made = await app.inject({ method: 'POST', url: '/api/v1/connections', headers, payload });
  const { id } = made.json<{ id: string }>();
  await giveDeliveries(id);
  await giveRelays(id);
  await database.inWorkspace(workspace.id, async (tx) => {
    const own = pg`${workspace.id}, ${id}`;
    const memory = app.services.secrets.seal(
      `{"${ANN.wechat}":"${ANN.name}"}`,
      `connection_memory.sealed ${id} roster`,
    );
    await pg`UPDATE connection_states SET detail = ${`${ANN.name} threw us out`} WHERE connection_id = ${id}`.execute(
      tx,
    );
    await pg`INSERT INTO connection_chats (id, workspace_id, connection_id, external_id, name, kind, first_seen_at, last_seen_at)
      VALUES (${newId()}, ${own}, 'c', ${`${ANN.name}, Bob`}, 'group', now(), now())`.execute(tx);
    await pg`INSERT INTO connection_log (id, workspace_id, connection_id, at, level, direction, words, body)
      VALUES (${newId()}, ${own}, now(), 'debug', 'in', ${`line of ${ANN.name}`}, ${`:${ANN.wechat} PRIVMSG`})`.execute(
      tx,
    );
    await pg`INSERT INTO connection_once (key, workspace_id, connection_id, ends_at)
      VALUES (${ANN.wechat}, ${own}, now() + interval '1 day')`.execute(tx);
    await pg`INSERT INTO connection_tickets (event_id, workspace_id, connection_id, ticket, ends_at)
      VALUES (${newId()}, ${own}, ${ANN.wechat}, now() + interval '1 day')`.execute(tx);
    await pg`INSERT INTO connection_memory (key, workspace_id, connection_id, sealed) VALUES ('roster', ${own}, ${memory})`.execute(
      tx,
    );
  });
}

/** Her pages: a browser of hers, a link that she opened, what she chose there, a sign-in under way. */
async function giveAccess(): Promise<void> {
  const { communityId, workspace, database } = erasing;
  await workspace.member(communityId, ids.ann);
  const own = pg`${workspace.id}, ${communityId}, ${ids.ann}`;
  await database.inWorkspace(workspace.id, async (tx) => {
    await pg`INSERT INTO member_access (workspace_id, community_id, member_id, language) VALUES (${own}, 'en')`.execute(
      tx,
    );
    await pg`INSERT INTO member_links_used (workspace_id, community_id, member_id, link_id, session_id, used_at, ends_at)
      VALUES (${own}, gen_random_uuid(), gen_random_uuid(), now(), now())`.execute(tx);
    await pg`INSERT INTO member_sign_ins (workspace_id, community_id, member_id, id, way, secret_hash, code_hash, created_at, ends_at)
      VALUES (${own}, gen_random_uuid(), 'mail', 'a', 'b', now(), now())`.execute(tx);
  });
}

/** A rule about her that answered her, a code of hers, and a session in which she spoke and asked. */
async function giveRelays(connectionId: string): Promise<void> {
  const { communityId, workspace, database, must } = erasing;
  const text = { kind: 'text', text: `${ANN.name} knows` };
  const trigger = { kind: 'keyword', words: [ANN.name] };
  const rule = await must<{ id: string }>('POST', '/reactions', { name: ANN.name, trigger, answer: { content: text } });
  await must('POST', `/members/${ids.ann}/proof-codes`);
  const chatId = newId();
  const groupId = communitySpace(communityId).groupId('irc', 'hall');
  await database.inWorkspace(workspace.id, async (tx) => {
    await pg`INSERT INTO connection_chats (id, workspace_id, connection_id, external_id, name, kind, community_id, group_id,
        attached_at, first_seen_at, last_seen_at)
      VALUES (${chatId}, ${workspace.id}, ${connectionId}, 'hall', 'hall', 'group', ${communityId}, ${groupId}, now(), now(), now())
    `.execute(tx);
    await pg`INSERT INTO reaction_runs (workspace_id, community_id, rule_id, event_id, account_id, outcome, happened_at)
      VALUES (${workspace.id}, ${communityId}, ${rule.id}, ${newId()}, ${ids.ann}, 'answered', now())`.execute(tx);
    await pg`INSERT INTO reaction_known_writers (workspace_id, community_id, account_id, first_event)
      VALUES (${workspace.id}, ${communityId}, ${ids.ann}, ${newId()})`.execute(tx);
  });
  const session = { name: `an evening with ${ANN.name}`, targetIds: [chatId], heading: `${ANN.name}:` };
  const relay = await must<{ id: string }>('POST', '/relays', session);
  await must('PATCH', `/relays/${relay.id}`, { speakerIds: [ids.ann] });
  await must('POST', `/relays/${relay.id}/state`, { state: 'live' });
  const said = await must<{ key: string }>('POST', `/relays/${relay.id}/messages`, {
    content: { kind: 'text', text: WORD },
  });
  const asked = newId();
  await database.inWorkspace(workspace.id, async (tx) => {
    const own = pg`${workspace.id}, ${relay.id}`;
    await pg`UPDATE relay_messages SET account_id = ${ids.ann} WHERE message_key = ${said.key}`.execute(tx);
    for (const [event, account, words] of [
      [asked, ids.ann, WORD],
      [newId(), ids.bob, `is ${ANN.name} here?`],
    ])
      await pg`INSERT INTO relay_questions (workspace_id, session_id, event_id, chat_id, account_id, name, text, asked_at)
        VALUES (${own}, ${event}, ${chatId}, ${account}, ${ANN.name}, ${words}, now())`.execute(tx);
  });
  await must('POST', `/relays/${relay.id}/messages`, { content: { kind: 'text', text: 'yes' }, answers: asked });
}

/** Messages to her and about her, a template that names her, and that she wants none. */
async function giveDeliveries(connectionId: string): Promise<void> {
  const { communityId, workspace, database, must } = erasing;
  const message = (text: string) => ({ content: { kind: 'text', text } }) as const;
  const { ids: made } = await database.inWorkspace(workspace.id, (tx) =>
    planDeliveries(
      tx,
      {
        workspaceId: workspace.id,
        communityId,
        source: { kind: 'operator', id: `asked by ${ANN.name}` },
        priority: 5,
        purpose: 'service',
        items: [
          { to: { kind: 'person' as const, id: ANN.wechat }, memberId: ids.ann, message: message('hello') },
          { to: { kind: 'person' as const, id: ANN.telegram }, message: message(`${ANN.name}, hello`) },
          {
            to: { kind: 'chat' as const, id: '#books' },
            message: message(`welcome, ${ANN.name}`),
            replyTo: ANN.wechat,
          },
        ].map((item, at) => ({ ...item, connectionId, dedupeKey: `${ANN.wechat} ${at}` }) as const),
      },
      Date.now(),
    ),
  );
  await database.inWorkspace(workspace.id, async (tx) => {
    await noteHeard(tx, communityId, [{ platform: 'wechat', member: ANN.wechat, at: Date.now() }]);
    const own = pg`${workspace.id}, ${connectionId}`;
    for (const id of made)
      await pg`INSERT INTO delivery_attempts (delivery_id, number, workspace_id, connection_id, to_id, kind, started_at, ended_at,
          counted_at, outcome, reason)
        VALUES (${id}, 1, ${own}, ${ANN.wechat}, 'text', now(), now(), now(), 'refused', ${`${ANN.name} is away`})`.execute(
        tx,
      );
    await pg`INSERT INTO delivery_lanes (connection_id, workspace_id) VALUES (${connectionId}, ${workspace.id})
      ON CONFLICT DO NOTHING`.execute(tx);
  });
  const text = { kind: 'text', text: `${ANN.name} reads on Monday` };
  await must('POST', '/message-templates', { name: `for ${ANN.name}`, zh: text, en: text });
  await must('PUT', `/delivery-choices/${ids.ann}`, { choice: 'out', reason: `${ANN.name} said so` });
  await must('PUT', `/delivery-choices/${ids.bob}`, { choice: 'in', reason: `${ANN.name} asked him` });
  for (const [method, url] of [
    ['PUT', `/api/v1/communities/${communityId}/deliveries/pause`],
    ['PUT', '/api/v1/deliveries/pause'],
  ] as const)
    await erasing.app.inject({
      method,
      url,
      headers: erasing.headers,
      payload: { paused: true, reason: `${ANN.name} asked` },
    });
}

/** Puts her into every place that the product's own routes have for what tells of somebody. */
async function bePresent(): Promise<void> {
  const { must } = erasing;
  await erasing.importNow(`chat of ${ANN.name}.jsonl`, chat());
  await erasing.live([
    {
      id: '9',
      group: 'g',
      platform: 'wechat',
      member: ANN.wechat,
      name: ANN.name,
      kind: 'message',
      text: WORD,
      at: at(9),
    },
  ]);
  const group = await must<{ id: string; externalId: string }>('POST', '/groups', {
    platform: 'offline',
    name: `${ANN.name}’s round`,
    host: ANN.name,
    venue: `${ANN.name}'s home`,
    rules: `ask ${ANN.name.toUpperCase()}`,
    schedule: `when ${ANN.name} is in`,
  });
  await erasing.importNow('sheet.csv', `姓名,电话\n${ANN.name},${ANN.phone}\n`, {
    options: { group: group.externalId, sheet: { day: '2026-01-12', session: `${ANN.name}’s poems` } },
    people: [{ platform: 'offline', member: ANN.phone, into: ids.ann }],
  });
  await must('POST', '/evaluate', {});
  await must('POST', '/merge-suggestions/search', {});
  await expect
    .poll(async () => (await must<Suggestions>('GET', '/merge-suggestions')).search?.status, { timeout: 60_000 })
    .toBe('done');
  await must('POST', '/merge-suggestions/dismissals', { firstId: ids.onTelegram, secondId: ids.bob });
  await must('POST', '/merges', { intoId: ids.ann, memberId: ids.onTelegram, reason: `both are ${ANN.name}` });
  const cat = communitySpace(erasing.communityId).accountId('wechat', 'cat');
  const undone = await must<{ mergeId: string }>('POST', '/merges', {
    intoId: ids.bob,
    memberId: cat,
    reason: `${ANN.name} says so`,
  });
  await must('DELETE', `/merges/${undone.mergeId}`);
  for (const member of [ids.ann, ids.bob]) {
    await must('POST', `/members/${member}/notes`, { text: `a friend of ${ANN.name}` });
    await must('PUT', `/members/${member}/tags`, { tags: [`knows ${ANN.name}`] });
  }
  await must('POST', '/attributes', { key: 'inviter', name: 'Inviter', type: 'text' });
  for (const member of [ids.ann, ids.bob])
    await must('PUT', `/members/${member}/attributes/inviter`, {
      value: ANN.name,
      consent: 'given',
      consentHow: `asked ${ANN.name}`,
    });
  await must('PUT', `/members/${ids.ann}/standings`, { standings: ['expert'] });
  await must('POST', '/evaluate', {});
  await must('GET', '/flows');
  const words = { name: `ask ${ANN.name}`, how: '', why: '', steps: [`call ${ANN.name}`], effect: ANN.name };
  const situation = { stages: [], types: [], when: [] };
  const play = await must<{ id: string }>('POST', '/plays/library', { words, situation, metric: 'mau' });
  const run = await must<{ id: string; tasks: { id: string }[] }>('POST', `/plays/${play.id}/accept`, {});
  await must('PATCH', `/play-runs/${run.id}/tasks/${run.tasks[0]!.id}`, { note: `${ANN.name} knows` });
  await must('POST', `/play-runs/${run.id}/finish`, { outcome: `${ANN.name} came` });
  await must('PUT', `/plays/${play.id}/dismissal`, { reason: `${ANN.name} minds` });
  await must('PUT', '/plays/checklist/market_research', { done: true });
  await giveGoals();
  await giveAccess();
  await givePoints();
  await giveRewards();
  await giveLevels();
  await giveCredit();
  await giveExams();
  await giveConnection();
  const report = await must<{ id: string }>('POST', '/reports', { kind: 'month', day: '2026-01-15' });
  await must('POST', `/reports/${report.id}/adjustments`, { change: `ask ${ANN.name}`, reason: `${ANN.name} knows` });
  const weekly = { kind: 'week', enabled: true, language: 'en', recipients: [`${ANN.name}@example.com`] };
  await must('PUT', '/report-schedules', { schedules: [weekly] });
  const toAnn = { kinds: ['message'], properties: [{ key: 'to', value: ANN.name }] };
  const analysis = { name: `Back after ${ANN.name}`, description: `asked by ${ANN.name}`, kind: 'retention' };
  const kept = await must<{ id: string }>('POST', '/analyses', { ...analysis, params: { start: toAnn } });
  await must('POST', '/dashboards', {
    name: `Of ${ANN.name}`,
    description: `${ANN.name} looks at it`,
    tiles: [{ analysisId: kept.id }],
  });
  await must('PUT', '/analyses/brands', { brands: [{ name: `${ANN.name} & sons`, own: true, words: [ANN.name] }] });
  const filter = { selection: { filter: { q: ANN.name } }, action: { kind: 'add-tag', tag: `met ${ANN.name}` } };
  await must('POST', '/bulk-actions', filter);
  await must('POST', '/bulk-actions', {
    selection: { ids: [ids.ann, ids.bob] },
    action: { kind: 'set-attribute', key: 'inviter', value: ANN.wechat, consentHow: `asked ${ANN.name}` },
  });
  await must('POST', '/bulk-actions', { selection: { ids: [ids.ann, ids.bob] }, action: filter.action });
  const rule = {
    kind: 'any',
    of: [
      { kind: 'words', words: [ANN.name] },
      { kind: 'ties', is: { tiedTo: ids.ann } },
    ],
  };
  await must('POST', '/segments', { kind: 'rule', name: `Fans of ${ANN.name}`, description: ANN.name, rule });
  const listed = { kind: 'list', name: `${ANN.name} herself`, memberIds: [ids.ann], tag: `is ${ANN.name}` };
  const list = await must<{ id: string }>('POST', '/segments', listed);
  await must('POST', '/tier-schemes', { name: `Near ${ANN.name}`, tiers: [list.id] });
  await must('POST', '/views', {
    page: 'members',
    name: `${ANN.name} and friends`,
    query: { q: ANN.name },
    shared: true,
  });
  await must('POST', '/views', { page: 'members', name: 'hers', query: { member: [ids.ann], q: 'x' } });
  await erasing.database.inWorkspace(erasing.workspace.id, async (tx) => {
    // No route gives what only a failing store makes: an event that was refused.
    const event = JSON.stringify({
      id: 'r',
      platform: 'wechat',
      member: ANN.wechat,
      kind: 'message',
      at: at(3),
      text: WORD,
    });
    await pg`INSERT INTO refused_events (workspace_id, community_id, event_id, version, source, event, reason, received_at)
      VALUES (${erasing.workspace.id}, ${erasing.communityId}, ${newId()}, 0, 'api', ${event}, 'test', now())`.execute(
      tx,
    );
  });
  const [bob, other] = [ids.bob, cat].toSorted();
  await erasing.database.inWorkspace(erasing.workspace.id, (tx) =>
    pg`INSERT INTO introductions (id, workspace_id, community_id, first_id, second_id, score, reasons, state, proposed_at,
        proposed_day, decided_at, decided_day, dismissed_for, note)
      VALUES (${newId()}, ${erasing.workspace.id}, ${erasing.communityId}, ${bob}, ${other}, 50,
        ${JSON.stringify([{ kind: 'common_neighbours', points: 20, total: 2, adamicAdar: 2, people: [ids.ann] }])}::jsonb,
        'dismissed', now(), current_date, now(), current_date, 'other', ${`${ANN.name} knows both`})`.execute(tx),
  );
  await erasing.app.services.recordHits({ ...erasing.scope, zone: 'UTC' }, [
    {
      hitId: newId(),
      at: Date.UTC(2026, 0, 9),
      kind: 'visit',
      sourceId: newId(),
      accountId: ids.ann,
      visitor: newId(),
      page: `shop.example/${ANN.wechat}`,
      referrer: '',
      source: '',
      medium: '',
      campaign: '',
      name: ANN.name,
    },
  ]);
  await erasing.upload('waiting.jsonl', chat());
}

/** Where she is, at least. */
const PLACES = `accounts.external_id accounts.id accounts.name audit_entries.after audit_entries.subject_id
  audit_entries.subject_label bulk_actions.action bulk_actions.selection bulk_tag_changes.member_id bulk_tag_changes.tag
  community_rules.title community_rules.text community_rules.examples violations.member_id violations.note violations.evidence_text
  violations.rule_title violations.void_reason violations.request_key sanctions.member_id sanctions.lift_reason sanction_acts.detail
  appeals.text appeals.reasons credit_restorations.member_id
  exam_questions.tags exam_question_revisions.text exam_question_revisions.options exam_question_revisions.explanation
  exam_papers.name exam_papers.description exam_papers.draw exam_attempts.member_id exam_asks.member_id
  connections.name connection_states.detail connection_chats.name connection_log.words connection_log.body connection_once.key
  connection_tickets.ticket deliveries.content deliveries.dedupe_key deliveries.member_id deliveries.reply_to deliveries.source_id
  deliveries.to_id delivery_attempts.reason delivery_attempts.to_id delivery_choices.member_id delivery_choices.reason
  reaction_rules.name reaction_rules.trigger reaction_rules.answer reaction_runs.account_id reaction_known_writers.account_id
  proof_codes.member_id relay_sessions.name relay_sessions.heading relay_sessions.speakers relay_messages.account_id
  relay_messages.content relay_questions.account_id relay_questions.name relay_questions.text delivery_heard.external_id
  delivery_pauses.reason delivery_settings.pause_reason message_templates.en message_templates.name message_templates.zh evaluations.inputs budgets.note objectives.name objectives.note objectives.closing_note operations.name operations.note
  operation_spends.text operation_spends.receipt resources.name resources.owner resources.contact resources.note
  resource_bookings.note groups.host groups.name groups.own_name groups.rules groups.schedule groups.venue
  levels.name levels.name_en level_settings.celebration benefits.name benefits.name_en benefits.description benefits.description_en
  benefit_uses.member_id benefit_uses.key benefit_uses.note benefit_entries.account_id benefit_entries.detail badges.name
  badges.name_en badges.description badges.description_en badges.rule badges.failure member_badges.member_id
  member_badges.reason leaderboards.name leaderboards.name_en leaderboard_opt_outs.member_id member_levels.member_id
  point_accounts.member_id point_transactions.note point_transactions.key point_rules.name point_rule_runs.account_id
  point_check_ins.member_id point_suspicions.member_id point_suspicions.reason
  level_changes.member_id level_quizzes.member_id rewards.name rewards.description rewards.how_to_use reward_orders.member_id reward_orders.request_key reward_orders.carrier
  reward_orders.tracking reward_orders.note reward_orders.cancel_reason reward_addresses.member_id reward_addresses.name
  reward_addresses.phone reward_addresses.region reward_addresses.street introductions.note introductions.reasons imports.detection imports.file_name imports.options imports.preview member_attributes.consent_how
  member_attributes.member_id member_attributes.value member_access.member_id
  member_links_used.member_id member_sessions.member_id member_sign_ins.member_id member_merges.into_id member_merges.member_id member_merges.reason
  member_notes.member_id member_notes.text member_renames.member_id member_standings.member_id member_tags.member_id
  member_tags.tag members.id members.person_id merge_suggestions.reasons refused_events.event saved_views.name
  saved_views.query saved_analyses.name saved_analyses.description saved_analyses.params dashboards.name dashboards.description
  report_schedules.recipients segments.description segments.name segments.rule segments.tag tier_schemes.name`.split(
  /\s+/,
);
const ENGINE_PLACES =
  `event_texts events hits member_days member_states name_sightings persona_maps persona_spans renames
  segment_changes segment_lists segment_members source_names`.split(/\s+/);
/**
 * Tables that hold nobody, hold people only for a moment (what waits in the inbox, erasures under way), or nobody of so
 * small a community (its network); or hold them sealed: what connections remember is looked at in its own test.
 * A table that is new has to be filled by this test, or to be listed here for a reason.
 */
const WITHOUT_PEOPLE =
  `attribute_definitions checklist_ticks communities community_currencies credit_settings connection_memory connection_refusals dashboard_tiles delivery_lanes erasures event_sources exam_attempt_items files inbox inbox_batches introduction_searches level_benefits level_days level_runs member_entrances member_sign_in_limits
  merge_searches network_months network_risks networks
  objective_days objective_milestones page_preferences placements point_budgets point_check_in_settings point_entries point_lots point_settings relay_targets reward_codes resource_windows retention_rules retention_runs segment_runs sites tier_scheme_segments tombstones tracked_links zone_changes`.split(
    /\s+/,
  );

const tenantTables = async (): Promise<string[]> =>
  asSuperuser(erasing.database.settings, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity`,
    );
    return rows.map(({ name }) => name);
  });

/** Columns of PostgreSQL that hold any of the traces. */
async function holding(): Promise<string[]> {
  const texts = await allColumns(erasing.database);
  return [...texts]
    .filter(([, text]) => traces().some((trace) => text.toLowerCase().includes(trace.toLowerCase())))
    .map(([column]) => column)
    .toSorted();
}

/** Tables of the engine that hold any of the traces in any column. */
async function holdingInEngine(): Promise<string[]> {
  const { engine, scope } = erasing;
  const own = sql`workspace_id = ${p.uuid(scope.workspaceId)} /* ${inScope(scope)} */`;
  const tables = await engine.query<{ its_table: string }>(
    scope,
    'test.tables',
    sql`SELECT DISTINCT table AS its_table FROM system.columns
        WHERE database = currentDatabase() AND name = 'workspace_id' /* ${inScope(scope)} */`,
  );
  const found: string[] = [];
  for (const { its_table: name } of tables) {
    const rows = await engine.query(scope, 'test.rows', sql`SELECT * FROM ${new Sql([name], [], [])} WHERE ${own}`);
    const text = JSON.stringify(rows).toLowerCase();
    if (traces().some((trace) => text.includes(trace.toLowerCase()))) found.push(name);
  }
  return found.toSorted();
}

it('leaves nothing of somebody in any column of any table, wherever the product put them', async () => {
  await bePresent();
  // Else the test would prove nothing: each of these had her before.
  const places = await holding();
  expect(places).toEqual(expect.arrayContaining(PLACES.toSorted()));
  const without = (await tenantTables()).filter((table) => !places.some((place) => place.startsWith(`${table}.`)));
  expect(
    without.filter((table) => !WITHOUT_PEOPLE.includes(table)),
    'tables that this test does not fill',
  ).toEqual([]);
  expect(await holdingInEngine()).toEqual(ENGINE_PLACES);
  const { confirm } = await erasing.must<{ confirm: string }>('GET', `/members/${ids.ann}/erasure`);
  const asked = await erasing.must<{ id: string }>('POST', `/members/${ids.ann}/erasure`, { confirm });
  expect(await erasing.erase(asked.id)).toMatchObject({ status: 'done', refused: [] });
  expect(await holding()).toEqual([]);
  expect(await holdingInEngine()).toEqual([]);
  expect(findTraces([erasing.dataDir, erasing.app.dataDir], traces())).toEqual([]);
}, 400_000);
