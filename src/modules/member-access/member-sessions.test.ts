import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { RIGHTS } from '#modules/identity/contract.ts';
import { ensureAccounts, mergeMembers, unmerge } from '#modules/members/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { cookieWords } from './member-cookie.ts';

const DAY_MS = 86_400_000;

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let communityId: string;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  workspace = await app.workspace();
  ({ id: communityId } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: '读书群' }),
  ));
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function newMember(name: string): Promise<string> {
  const account = { id: newId(), platform: 'qq', externalId: newId(), name, bot: false, firstAt: 0 };
  await database.inWorkspace(workspace.id, (tx) => ensureAccounts(tx, communityId, [account]));
  return account.id;
}

type Headers = Record<string, string>;
const ask = (method: 'GET' | 'DELETE', url: string, headers: Headers) => app.inject({ method, url, headers });
const nameOf = async (headers: Headers): Promise<string | number> => {
  const answer = await ask('GET', '/api/m/v1/me', headers);
  return answer.statusCode === 200 ? answer.json().name : answer.statusCode;
};
const sessionsOf = async (headers: Headers): Promise<{ id: string; current: boolean }[]> =>
  (await ask('GET', '/api/m/v1/sessions', headers)).json().sessions;

describe('cookies', () => {
  it('count by https under the name alone that only this server can give', () => {
    const both = 'a=b; qunluo.member=planted; __Host-qunluo.member=own';
    expect(cookieWords(both, 'qunluo.member', true)).toBe('own');
    expect(cookieWords('qunluo.member=planted', 'qunluo.member', true)).toBeUndefined();
    expect(cookieWords(both, 'qunluo.member', false)).toBe('planted');
    expect(cookieWords('xqunluo.member=planted', 'qunluo.member', false)).toBeUndefined();
  });
});

describe('a session of a member', () => {
  it('is who it was made for, and only on member pages', async () => {
    const headers = await workspace.member(communityId, await newMember('小雅'));
    expect(await nameOf(headers)).toBe('小雅');
    expect((await ask('GET', '/api/v1/me', headers)).statusCode).toBe(401);
    expect((await ask('GET', `/api/v1/communities/${communityId}`, headers)).statusCode).toBe(401);
  });

  it('is no operator’s and no token’s', async () => {
    expect(await nameOf(await workspace.operator('owner'))).toBe(401);
    expect(await nameOf(await workspace.token(RIGHTS))).toBe(401);
  });

  it('is nobody when the cookie is not whole', async () => {
    const { cookie } = (await workspace.member(communityId, await newMember('小雅'))) as { cookie: string };
    const end = cookie.slice(0, -1);
    const others = [`${end}${cookie.endsWith('A') ? 'B' : 'A'}`, `${cookie}AAAA`, 'qunluo.member=', 'qunluo.member=x'];
    for (const other of others) expect([other, await nameOf({ cookie: other })]).toEqual([other, 401]);
  });

  it('of another workspace is not found in this one', async () => {
    const other = await app.workspace();
    const { cookie } = (await workspace.member(communityId, await newMember('小雅'))) as { cookie: string };
    const bytes = Buffer.from(cookie.split('=')[1]!, 'base64url');
    bytes.set(Buffer.from(other.id.replaceAll('-', ''), 'hex'));
    expect(await nameOf({ cookie: `qunluo.member=${bytes.toString('base64url')}` })).toBe(401);
  });

  it('ends when it is not used for a month, and half a year after it began', async () => {
    const idle = await workspace.member(communityId, await newMember('小雅'));
    const busy = await workspace.member(communityId, await newMember('小明'));
    for (let days = 0; days < 174; days += 29) {
      app.clock.advance(29 * DAY_MS);
      expect([days, await nameOf(busy)]).toEqual([days, '小明']);
    }
    expect(await nameOf(idle)).toBe(401);
    app.clock.advance(7 * DAY_MS);
    expect(await nameOf(busy)).toBe(401);
  });

  it('can be ended from another browser, by its own member only', async () => {
    const memberId = await newMember('小雅');
    const [phone, desk] = [
      await workspace.member(communityId, memberId),
      await workspace.member(communityId, memberId),
    ];
    const eve = await workspace.member(communityId, await newMember('Eve'));
    const target = (await sessionsOf(desk)).find(({ current }) => !current)!;
    expect((await ask('DELETE', `/api/m/v1/sessions/${target.id}`, eve)).statusCode).toBe(404);
    expect(await nameOf(phone)).toBe('小雅');
    expect((await ask('DELETE', `/api/m/v1/sessions/${target.id}`, desk)).statusCode).toBe(204);
    expect([await nameOf(phone), await nameOf(desk)]).toEqual([401, '小雅']);
  });

  it('ends everywhere at once', async () => {
    const memberId = await newMember('小雅');
    const all = [await workspace.member(communityId, memberId), await workspace.member(communityId, memberId)];
    const eve = await workspace.member(communityId, await newMember('Eve'));
    const left = await ask('DELETE', '/api/m/v1/sessions', all[0]!);
    expect([left.statusCode, left.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect([await nameOf(all[0]!), await nameOf(all[1]!), await nameOf(eve)]).toEqual([401, 401, 'Eve']);
  });

  it('follows merges and their undoing', async () => {
    const [memberId, intoId] = [await newMember('小雅'), await newMember('Ada')];
    const headers = await workspace.member(communityId, memberId);
    const { mergeId } = await database.inWorkspace(workspace.id, (tx) =>
      mergeMembers(tx, { communityId, intoId, memberId }),
    );
    expect(await nameOf(headers)).toBe('Ada');
    await database.inWorkspace(workspace.id, (tx) => unmerge(tx, { communityId, mergeId }));
    expect(await nameOf(headers)).toBe('小雅');
  });

  it('changes nothing for another site', async () => {
    const headers = await workspace.member(communityId, await newMember('小雅'));
    const cases: Headers[] = [
      { ...headers, origin: 'https://evil.example' },
      { ...headers, origin: '', 'sec-fetch-site': 'cross-site' },
      { ...headers, origin: 'null' },
    ];
    for (const one of cases)
      expect([one.origin, (await ask('DELETE', '/api/m/v1/sessions', one)).statusCode]).toEqual([one.origin, 403]);
    expect(await nameOf(headers)).toBe('小雅');
  });
});
