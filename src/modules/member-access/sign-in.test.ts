import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wechatOfficialConnector } from '#connectors/wechat-official/connector.ts';
import { type OfficialStandIn, startOfficialStandIn } from '#connectors/wechat-official/testing/official-stand-in.ts';
import { communitySpace } from '#modules/events/index.ts';
import { createReactions } from '#modules/reactions/index.ts';
import { ROLE_RIGHTS, ROLES } from '#modules/identity/contract.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { AnyConnector } from '#modules/connections/index.ts';
import { cookiesOf, testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { testMailServer, type TestMailServer } from '#testkit/mail-server.ts';
import { newBrowserSecret } from './member-cookie.ts';
import { entranceCode } from './entrance-store.ts';
import { createMemberKeys, proveSignIns } from './index.ts';

const HOUR_MS = 3_600_000;
const PUBLIC = 'http://localhost';
const APP = { appId: 'wx0123456789abcdef', appSecret: '0123456789abcdef0123456789abcdef' };

let database: Database;
let mail: TestMailServer;
let app: TestApp;
let workspace: TestWorkspace;
let here: ChatCommunity;
let code: string;
/** A program that may do what operators do here: browsers come by the public address only. */
let owner: Record<string, string>;
let platform: OfficialStandIn;
const connectors = [chatConnector(), wechatOfficialConnector as unknown as AnyConnector];

beforeAll(async () => {
  database = await testDatabase();
  const engine = await testEngine();
  mail = await testMailServer();
  platform = await startOfficialStandIn({ ...APP, now: Date.now });
  app = await testApp(database, { engine, connectors, env: { ...mail.env, QUNLUO_PUBLIC_URL: PUBLIC } });
  workspace = await app.workspace();
  owner = await workspace.token(['members.edit', 'members.sign-in-as', 'connections.manage']);
  const parts = { database, engine, clock: Date, log: createLogger({ logLevel: 'silent' }), connectors };
  const reactions = [createReactions({ ...parts, signIns: proveSignIns, onPeopleChanged: () => undefined })];
  here = await chatCommunity({ database, engine }, workspace.id, { connectors, chats: ['g1'], reactions });
  code = await here.inside((tx) => entranceCode(tx, here.ids));
});
afterAll(async () => {
  await app.close();
  await platform.close();
  await mail.close();
  await database.close();
});

type Headers = Record<string, string>;
const address = (n: number) => `10.9.${n >> 8}.${n & 255}`;
let asked = 0;
const ORIGIN = { origin: PUBLIC, host: 'localhost' };
const post = (path: string, payload?: object, headers: Headers = {}) =>
  app.inject({
    method: 'POST',
    url: `/api/m/v1${path}`,
    ...(payload && { payload }),
    headers: { ...ORIGIN, ...headers },
    remoteAddress: address((asked += 1)),
  });
/** The cookies of an answer, without those that it takes away. */
const browser = (answer: LightMyRequestResponse): Headers => ({
  cookie: cookiesOf(answer).replaceAll(/[^=; ]+=(;|$)/g, ''),
});
const nameOf = async (headers: Headers): Promise<string | number> => {
  const answer = await app.inject({ method: 'GET', url: '/api/m/v1/me', headers });
  return answer.statusCode === 200 ? answer.json().name : answer.statusCode;
};

/** What a browser sends in which a member is signed in. */
const session = async (memberId: string): Promise<Headers> => {
  const { cookie } = await workspace.member(here.ids.communityId, memberId);
  return { cookie: cookie! };
};

let people = 0;
/** A member on the platform of the chats. */
async function newMember(name: string, more: { platform?: string; externalId?: string } = {}): Promise<string> {
  const { platform = 'test-chat', externalId = `p${(people += 1)}` } = more;
  const id = communitySpace(here.ids.communityId).accountId(platform, externalId);
  await here.inside((tx) =>
    ensureAccounts(tx, here.ids.communityId, [{ id, platform, externalId, name, bot: false, firstAt: 0 }]),
  );
  return id;
}

// First, while the server's clock is that of what is said in the group.
describe('a code posted in a group', () => {
  const begin = async () => {
    const begun = await post(`/communities/${code}/sign-in/group-code`);
    expect(begun.statusCode, begun.body).toBe(201);
    return { posted: begun.json<{ code: string }>().code, headers: browser(begun) };
  };
  const finish = (headers: Headers) => post('/sign-in/finish', undefined, headers);

  it('signs in the browser that showed it, as who posted it, and says so where it was posted', async () => {
    const { posted, headers } = await begin();
    const another = await begin();
    expect((await finish(headers)).json()).toEqual({ state: 'waiting' });
    await here.hear(here.event({ member: 'carol', name: 'Carol', text: `登录 ${posted.toLowerCase()}` }));
    expect((await finish(another.headers)).json()).toEqual({ state: 'waiting' });
    const done = await finish(headers);
    expect([done.json(), await nameOf(browser(done))]).toEqual([{ state: 'done' }, 'Carol']);
    expect((await here.sent()).at(-1)).toMatchObject({ to: 'chat g1', text: expect.stringContaining('已登录') });
    expect((await finish(headers)).json().code).toBe('sign_in_over');
  });

  it('posted twice signs in as the first; a bot’s and an old one’s as nobody', async () => {
    const { posted, headers } = await begin();
    await here.hear(here.event({ member: 'robot', text: posted, bot: true }));
    expect((await finish(headers)).json()).toEqual({ state: 'waiting' });
    await here.hear(
      here.event({ member: 'first', name: 'First', text: posted }),
      here.event({ member: 'eve', name: 'Eve', text: posted }),
    );
    expect(await nameOf(browser(await finish(headers)))).toBe('First');
    const old = await begin();
    const at = new Date(Date.now() - 30 * 60_000).toISOString();
    await here.hear(here.event({ member: 'first', text: old.posted, at }));
    expect((await finish(old.headers)).json()).toEqual({ state: 'waiting' });
  });

  it('is of no use without the browser that showed it', async () => {
    const { posted } = await begin();
    await here.hear(here.event({ member: 'dora', name: 'Dora', text: posted }));
    const { words } = newBrowserSecret(workspace.id);
    const others: Headers[] = [{}, { cookie: `qunluo.sign-in=${words}` }, { cookie: 'qunluo.sign-in=x' }];
    for (const headers of others) expect((await finish(headers)).json().code).toBe('sign_in_over');
  });
});

describe('a personal link', () => {
  const at = (memberId: string) => `/api/v1/communities/${here.ids.communityId}/members/${memberId}/access`;
  const make = async (memberId: string): Promise<string> => {
    const headers = { ...owner, ...ORIGIN };
    const made = await app.inject({ method: 'POST', url: `${at(memberId)}/link`, headers });
    expect(made.statusCode, made.body).toBe(201);
    const { address: link } = made.json<{ address: string }>();
    expect(link).toMatch(new RegExp(`^${PUBLIC}/m/${code}/in#token=[\\w-]+$`));
    return link.split('#token=')[1]!;
  };
  const open = (token: string, headers?: Headers) => post('/link/open', { token }, headers);

  it('says whom it signs in and uses nothing up, then signs in once', async () => {
    const token = await make(await newMember('小雅'));
    for (const _ of [1, 2, 3])
      expect((await post('/link/look', { token })).json()).toMatchObject({ name: '小雅', community: { code } });
    const opened = await open(token);
    expect([opened.statusCode, await nameOf(browser(opened))]).toEqual([204, '小雅']);
    expect(opened.headers['set-cookie']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^qunluo\.member=.*HttpOnly; SameSite=Lax$/)]),
    );
    expect((await open(token)).json().code).toBe('member_link_used');
    expect((await post('/link/look', { token })).json().code).toBe('member_link_used');
  });

  it('opens again in the browser that opened it, while that is signed in', async () => {
    const token = await make(await newMember('小雅'));
    const headers = browser(await open(token));
    expect((await open(token, headers)).statusCode).toBe(204);
    await app.inject({ method: 'DELETE', url: '/api/m/v1/sessions', headers: { ...headers, ...ORIGIN } });
    expect((await open(token, headers)).json().code).toBe('member_link_invalid');
  });

  it('that is stolen after its use, or opened by twenty browsers at once, signs in one', async () => {
    const token = await make(await newMember('小雅'));
    const opened = await Promise.all(Array.from({ length: 20 }, () => open(token)));
    expect(opened.map(({ statusCode }) => statusCode).toSorted()).toEqual([204, ...Array(19).fill(410)]);
  });

  it('is nothing when a letter of it is changed, or it was made with another secret or for another workspace', async () => {
    const memberId = await newMember('小雅');
    const token = await make(memberId);
    for (let place = 0; place < token.length; place += 7) {
      const other = token[place] === 'A' ? 'B' : 'A';
      const forged = token.slice(0, place) + other + token.slice(place + 1);
      expect([place, (await post('/link/look', { token: forged })).json().code]).toEqual([
        place,
        'member_link_invalid',
      ]);
    }
    const now = app.clock.now();
    const words = { linkId: memberId, communityId: here.ids.communityId, memberId, madeAt: now, endsAt: now + HOUR_MS };
    const foreign = createMemberKeys('a secret of another installation').sealLink(workspace.id, words);
    const { id: elsewhere } = await app.workspace();
    const moved = app.services.memberKeys.sealLink(elsewhere, words);
    for (const bad of [foreign, moved, 'x', token.slice(0, -4)])
      expect((await open(bad)).json().code).toBe('member_link_invalid');
  });

  it('is void after a day, and from when its member signed out everywhere', async () => {
    const [memberId, other] = [await newMember('小雅'), await newMember('小明')];
    const [late, left] = [await make(memberId), await make(other)];
    await app.inject({ method: 'DELETE', url: `${at(other)}/sessions`, headers: { ...owner, ...ORIGIN } });
    expect((await open(left)).json().code).toBe('member_link_invalid');
    app.clock.advance(24 * HOUR_MS);
    expect((await open(late)).json().code).toBe('member_link_expired');
  });

  it('is made by owners alone: whoever has it is the member', async () => {
    const memberId = await newMember('小雅');
    const editor = { ...(await workspace.token(['members.edit'])), ...ORIGIN };
    expect((await app.inject({ method: 'POST', url: `${at(memberId)}/link`, headers: editor })).statusCode).toBe(403);
    expect(ROLES.filter((role) => ROLE_RIGHTS[role].includes('members.sign-in-as'))).toEqual(['owner']);
  });

  it('leaves an entry without the link; its sessions are ended by who may edit members', async () => {
    const memberId = await newMember('小雅');
    const token = await make(memberId);
    const headers = browser(await open(token));
    const shown = await app.inject({ method: 'GET', url: at(memberId), headers: owner });
    expect(shown.json()).toMatchObject({
      entrance: `${PUBLIC}/m/${code}/`,
      sessions: [{ way: 'link', current: false }],
    });
    const [{ id }] = shown.json().sessions;
    const end = { method: 'DELETE' as const, url: `${at(memberId)}/sessions/${id}` };
    expect(
      (await app.inject({ ...end, headers: { ...(await workspace.token(['members.read'])), ...ORIGIN } })).statusCode,
    ).toBe(403);
    expect((await app.inject({ ...end, headers: { ...owner, ...ORIGIN } })).statusCode).toBe(204);
    expect(await nameOf(headers)).toBe(401);
    const { rows } = await here.inside((tx) =>
      sql<{ all: string }>`SELECT string_agg(audit_entries::text, ' ') AS all FROM audit_entries`.execute(tx),
    );
    expect(rows[0]!.all).toContain('member-access.make-link');
    expect(rows[0]!.all).not.toContain(token.slice(30, 60));
  });
});

describe('a code by mail', () => {
  beforeEach(() => void (mail.mails.length = 0));
  const begin = (email: string) => post(`/communities/${code}/sign-in/mail`, { email, language: 'en' });
  const mailed = async (): Promise<string> => {
    await expect.poll(() => mail.mails.length).toBeGreaterThan(0);
    return /\b\d{6}\b/.exec(mail.mails[0]!.subject ?? '')![0];
  };
  const take = (digits: string, headers: Headers) => post('/sign-in/mail-code', { code: digits }, headers);

  it('signs in who has the address, in the browser that asked, once', async () => {
    await newMember('小雅', { platform: 'email', externalId: 'Ya@Example.com' });
    const begun = await begin('ya@example.com');
    const digits = await mailed();
    expect(mail.mails[0]!.text).toContain('10 minutes');
    expect((await take(digits, {})).json().code).toBe('sign_in_over');
    const taken = await take(digits, browser(begun));
    expect([taken.statusCode, await nameOf(browser(taken))]).toEqual([204, '小雅']);
    expect((await take(digits, browser(begun))).json().code).toBe('sign_in_over');
  });

  it('goes by accounts, not by what operators wrote down of a member', async () => {
    const memberId = await newMember('小雅');
    const editor = { ...(await workspace.token(['communities.manage', 'members.edit'])), ...ORIGIN };
    const base = `/api/v1/communities/${here.ids.communityId}`;
    const put = async (method: 'POST' | 'PUT', url: string, payload: object) =>
      (await app.inject({ method, url: `${base}${url}`, headers: editor, payload })).statusCode;
    expect(await put('POST', '/attributes', { key: 'email', name: '邮箱', type: 'text' })).toBe(201);
    const said = { value: 'eve@example.com', source: 'member', consent: 'given', consentHow: '当面' };
    expect(await put('PUT', `/members/${memberId}/attributes/email`, said)).toBe(200);
    const begun = await begin('eve@example.com');
    expect((await take('000000', browser(begun))).json().code).toBe('code_wrong');
    expect(mail.mails).toEqual([]);
  });

  it('answers the same where nobody has the address, and nothing fits', async () => {
    const begun = await begin('nobody@example.com');
    expect([begun.statusCode, Object.keys(begun.json())]).toEqual([202, ['endsAt']]);
    expect((await take('000000', browser(begun))).json().code).toBe('code_wrong');
    expect(mail.mails).toEqual([]);
  });

  it('bears five tries', async () => {
    await newMember('小明', { platform: 'email', externalId: 'ming@example.com' });
    const headers = browser(await begin('ming@example.com'));
    const digits = await mailed();
    const wrong = digits === '111111' ? '222222' : '111111';
    const codes = [];
    for (let time = 0; time < 5; time += 1) codes.push((await take(wrong, headers)).json().code);
    expect(codes).toEqual(['code_wrong', 'code_wrong', 'code_wrong', 'code_wrong', 'sign_in_over']);
    expect((await take(digits, headers)).json().code).toBe('sign_in_over');
    expect((await take('12345', headers)).statusCode).toBe(400);
  });

  it('goes to an address three times an hour', async () => {
    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await begin('often@example.com'));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 429]);
    expect(Number(answers[3]!.headers['retry-after'])).toBeGreaterThan(3000);
    app.clock.advance(HOUR_MS + 1000);
    expect((await begin('often@example.com')).statusCode).toBe(202);
  });
});

/** Who an account belongs to as a part; null: it stands alone. */
const accountOf = async (externalId: string) =>
  (
    await here.inside((tx) =>
      sql<{ person: string | null }>`
        SELECT person_id AS person FROM members
        WHERE id IN (SELECT member_id FROM accounts WHERE external_id = ${externalId})`.execute(tx),
    )
  ).rows[0]!.person;

describe('WeChat', () => {
  const connect = async () => {
    const settings = {
      ...APP,
      token: 'tok3n',
      encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      apiBase: platform.address,
      openBase: platform.address,
      codeBase: platform.address,
    };
    const payload = { connector: 'wechat-official', name: 'Official', communityId: here.ids.communityId, settings };
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/connections',
      headers: { ...owner, ...ORIGIN },
      payload,
    });
    expect(made.statusCode, made.body).toBe(201);
  };
  const get = (url: string, headers: Headers = {}) => app.inject({ method: 'GET', url, headers });
  const begin = (headers?: Headers) => get(`/api/m/v1/communities/${code}/sign-in/wechat`, headers);
  const stateOf = (answer: LightMyRequestResponse) =>
    new URL(String(answer.headers.location).split('#')[0]!).searchParams.get('state')!;
  const finish = (grant: string, state: string, headers: Headers) =>
    get(`/api/m/v1/communities/${code}/sign-in/wechat/done?code=${grant}&state=${state}`, headers);

  it('is a way in only where an account is connected', async () => {
    const ways = async () => (await get(`/api/m/v1/communities/${code}`)).json().ways;
    expect(await ways()).toEqual(['group_code', 'mail']);
    expect((await begin()).headers.location).toBe(`/m/${code}/?problem=no_such_way`);
    await connect();
    expect(await ways()).toEqual(['group_code', 'mail', 'wechat']);
  });

  it('signs a follower in, in the browser that began, and nobody else', async () => {
    await newMember('小红', { platform: 'wechat-official', externalId: 'o-1' });
    const [began, eve] = [await begin(), await begin()];
    platform.codes.set('c1', { openid: 'o-1', scope: 'snsapi_base' });
    const stolen = await finish('c1', stateOf(began), browser(eve));
    expect(stolen.headers.location).toBe(`/m/${code}/?problem=sign_in_over`);
    const done = await finish('c1', stateOf(began), browser(began));
    expect([done.headers.location, await nameOf(browser(done))]).toEqual([`/m/${code}/`, '小红']);
    for (const headers of [browser(began), {}])
      expect((await finish('c1', stateOf(began), headers)).headers.location).toBe(`/m/${code}/?problem=sign_in_over`);
    const stranger = await begin();
    platform.codes.set('c2', { openid: 'o-stranger', scope: 'snsapi_base' });
    const refused = await finish('c2', stateOf(stranger), browser(stranger));
    expect(refused.headers.location).toBe(`/m/${code}/?problem=unknown_account`);
  });

  /** Begins from the page of somebody who is signed in. */
  const claim = async (headers: Headers) => {
    const begun = await post('/wechat', undefined, headers);
    expect(begun.statusCode, begun.body).toBe(200);
    const address = new URL(begun.json<{ address: string }>().address);
    const both = { cookie: `${headers.cookie}; ${browser(begun).cookie}` };
    return { state: address.searchParams.get('state')!, both };
  };

  it('gives its account to who is signed in and asked for it on their page', async () => {
    const mine = await newMember('小明');
    await newMember('小明微信', { platform: 'wechat-official', externalId: 'o-2' });
    const { state, both } = await claim(await session(mine));
    platform.codes.set('c3', { openid: 'o-2', scope: 'snsapi_base' });
    expect((await finish('c3', state, both)).headers.location).toBe(`/m/${code}/me/accounts`);
    expect(await accountOf('o-2')).toBe(mine);
  });

  it('gives its account to nobody by an address that somebody else had them open', async () => {
    const headers = await session(await newMember('小明'));
    await newMember('小明微信', { platform: 'wechat-official', externalId: 'o-3' });
    const began = await begin(headers);
    platform.codes.set('c4', { openid: 'o-3', scope: 'snsapi_base' });
    const both = { cookie: `${headers.cookie}; ${browser(began).cookie}` };
    const done = await finish('c4', stateOf(began), both);
    expect([done.headers.location, await nameOf(browser(done))]).toEqual([`/m/${code}/`, '小明微信']);
    expect(await accountOf('o-3')).toBeNull();
    const elsewhere = { ...headers, origin: 'https://evil.example' };
    expect((await post('/wechat', undefined, elsewhere)).statusCode).toBe(403);
    expect((await post('/wechat')).statusCode).toBe(401);
  });

  it('gives its account to nobody when another has signed in meanwhile', async () => {
    const { state, both } = await claim(await session(await newMember('小明')));
    await newMember('Eve', { platform: 'wechat-official', externalId: 'o-4' });
    platform.codes.set('c5', { openid: 'o-4', scope: 'snsapi_base' });
    const eve = await session(await newMember('小红'));
    const [, began] = both.cookie.split('; ');
    const done = await finish('c5', state, { cookie: `${eve.cookie}; ${began}` });
    expect(done.headers.location).toBe(`/m/${code}/me/accounts?problem=sign_in_over`);
    expect(await accountOf('o-4')).toBeNull();
  });
});

describe('signing out everywhere', () => {
  it('ends sign-ins under way and takes back codes that wait, too', async () => {
    const mine = await newMember('小雅', { platform: 'email', externalId: 'out@example.com' });
    const headers = await session(mine);
    const claimed = await post('/data/claim', undefined, headers);
    expect(claimed.statusCode, claimed.body).toBe(201);
    mail.mails.length = 0;
    const begun = await post(`/communities/${code}/sign-in/mail`, { email: 'out@example.com', language: 'en' });
    await expect.poll(() => mail.mails.length).toBeGreaterThan(0);
    const digits = /\b\d{6}\b/.exec(mail.mails[0]!.subject ?? '')![0];
    await app.inject({ method: 'DELETE', url: '/api/m/v1/sessions', headers: { ...headers, ...ORIGIN } });
    expect((await post('/sign-in/mail-code', { code: digits }, browser(begun))).json().code).toBe('sign_in_over');
    await here.hear(here.event({ member: 'mallory', name: 'Mallory', text: claimed.json<{ code: string }>().code }));
    expect(await accountOf('mallory')).toBeNull();
  });
});
