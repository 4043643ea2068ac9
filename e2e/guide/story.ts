import type { Page } from 'playwright-core';
import { derivedId } from '#kernel/ids.ts';
import { simulateCommunity } from '#testkit/simulated-community/index.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { entranceAddress, makePersonalLink } from '#modules/member-access/index.ts';
import type { ConsoleServer } from '../console/console-server.ts';

/** A Monday morning in the shop (10:30 in Shanghai): the pictures are always of this moment. */
export const MOMENT = Date.UTC(2026, 10, 16, 2, 30);
const DAY = 86_400_000;
const LOADED = 10 * 60_000;
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36' };

/** A clock that can be set, so that clicks and visits lie on the days of the story. */
export class StoryClock {
  #offset = MOMENT - Date.now();
  now(): number {
    return Date.now() + this.#offset;
  }
  set(moment: number): void {
    this.#offset = moment - Date.now();
  }
}

/** What the scenes need to know of the community on show. */
export type Story = {
  server: ConsoleServer;
  clock: StoryClock;
  home: string;
  member: string;
  /** The address of the community's member pages, and a new personal link of the member. */
  memberPages: string;
  memberLink(): Promise<string>;
  chat: string;
  sheet: string;
  meetup: string;
  fresh: string;
};

type Send = <T>(method: 'GET' | 'POST' | 'PUT', path: string, data?: object) => Promise<T>;

/** Asks the server as the operator who is signed in on the page. */
function sender(page: Page, { address }: ConsoleServer): Send {
  return async <T>(method: string, path: string, data?: object) => {
    const response = await page.request.fetch(`${address}/api/v1${path}`, {
      method,
      headers: { origin: address },
      ...(data && { data }),
    });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return (response.status() === 204 ? undefined : await response.json()) as T;
  };
}

/** A history as MemoTrace writes it: the families' group of a shop, and one line whose time is broken. */
function memoTraceFile(): Buffer {
  const { events } = simulateCommunity({ now: MOMENT - DAY, members: 260, seed: 77 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = ['localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender'];
  for (const { platform, kind, text, at, name = '', member } of events()) {
    if (platform !== 'wechat' || (kind !== 'message' && kind !== 'reply') || !text) continue;
    const seconds = Math.floor(Date.parse(at) / 1000);
    lines.push(`${lines.length},7,1,0,0,${seconds},,${quoted(text)},,,${quoted(name)},${member}`);
  }
  lines.push(`${lines.length},7,1,0,0,2026年,,"晚安",,,"小满",wxid_xiaoman`);
  return Buffer.from(`\ufeff${lines.join('\n')}\n`);
}

const SHEET = [
  '周六共读签到表 2026-11-14,,',
  '姓名,手机号,签到',
  '王小明,138 0013 8000,✓',
  '@1,,✓',
  '@2,139 0013 9000,✓',
  '韩梅梅,,',
];

async function upload(page: Page, server: ConsoleServer, community: string, file: { name: string; buffer: Buffer }) {
  const response = await page.request.post(`${server.address}/api/v1/communities/${community}/imports`, {
    headers: { origin: server.address },
    multipart: { file: { ...file, mimeType: 'text/csv' } },
    timeout: 120_000,
  });
  if (!response.ok()) throw new Error(`upload of ${file.name}: ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

/** Clicks on the links and visits of the site through four weeks. */
async function tellTraffic(send: Send, { address, community }: ConsoleServer, clock: StoryClock): Promise<void> {
  const base = `/communities/${community}`;
  const shop = 'https://shop.example/autumn';
  const links = await Promise.all(
    [
      { name: '门店海报', source: '南城店', medium: '海报', campaign: '秋日书单' },
      { name: '公众号推文', source: '公众号', medium: '推文', campaign: '秋日书单' },
      { name: '群公告', source: '书友会总群', medium: '群公告', campaign: '作者见面会' },
    ].map((link) => send<{ path: string }>('POST', `${base}/tracked-links`, { ...link, destination: shop })),
  );
  const site = await send<{ code: string }>('POST', `${base}/sites`, {
    name: '书店商城',
    origins: ['https://shop.example'],
    consent: 'anonymous',
  });
  const pages = ['/', '/autumn', '/autumn', '/books/8', '/', '/events/author', '/autumn'];
  for (let ago = 27; ago >= 0; ago -= 1) {
    clock.set(MOMENT - ago * DAY - 3_600_000);
    for (const [at, { path }] of links.entries()) {
      for (let click = 0; click < 4 - at * 2 + ((ago * 7 + at * 3) % 5); click += 1)
        await fetch(address + path, {
          redirect: 'manual',
          headers: { ...BROWSER, referer: 'https://mp.weixin.qq.com/' },
        });
    }
    for (let visit = 0; visit < 3 + ((ago * 5) % 7); visit += 1) {
      const place = `https://shop.example${pages[(ago + visit) % pages.length]}`;
      const from = ['https://www.douban.com/', 'https://mp.weixin.qq.com/', ''][visit % 3];
      const hits = [{ id: derivedId('visit', `${ago}`, `${visit}`), kind: 'visit', page: place, referrer: from }];
      // Two of three agreed to be told apart; some of them come again.
      const visitor = visit % 3 === 0 ? {} : { visitor: derivedId('visitor', `${(ago * 3 + visit) % 60}`) };
      const response = await fetch(`${address}/t/hits`, {
        method: 'POST',
        headers: { ...BROWSER, origin: 'https://shop.example', 'content-type': 'text/plain' },
        body: JSON.stringify({ site: site.code, hits, ...visitor }),
      });
      if (!response.ok) throw new Error(`a visit was refused: ${await response.text()}`);
    }
  }
  clock.set(MOMENT);
}

/** Two colleagues who came, and one who is invited. */
async function tellTeam(send: Send, address: string): Promise<void> {
  const invite = (email: string, role: string) => send<{ path: string }>('POST', '/team/invitations', { email, role });
  for (const [name, email, role] of [
    ['阿禾', 'ahe@shop.example', 'manager'],
    ['小鹿', 'xiaolu@shop.example', 'moderator'],
  ] as const) {
    const { path } = await invite(email, role);
    const response = await fetch(`${address}/api/v1/invitations/accept`, {
      method: 'POST',
      headers: { origin: address, 'content-type': 'application/json' },
      body: JSON.stringify({ token: path.split('#')[1], name, password: 'a plain sentence of a colleague' }),
    });
    if (!response.ok) throw new Error(`invitation of ${name}: ${await response.text()}`);
  }
  await invite('nanqiao@shop.example', 'analyst');
}

async function makeTokens(send: Send): Promise<void> {
  for (const [name, rights] of [
    ['微信机器人', ['events.write']],
    ['每周报表', ['communities.read', 'members.read']],
  ] as const)
    await send('POST', '/tokens', { name, rights, expiresInDays: 365 });
}

/** How the member of the story comes to their own pages. */
async function entrancesOf(
  { app, address, workspaceId, community }: ConsoleServer,
  clock: StoryClock,
  memberId: string,
) {
  const { database, memberKeys } = app.services;
  return database.inWorkspace(workspaceId, async (tx) => {
    const { id: communityId } = await getCommunity(tx, community);
    const place = { workspaceId, communityId };
    return {
      memberPages: await entranceAddress(tx, place, address),
      memberLink: () =>
        database.inWorkspace(workspaceId, async (inner) => {
          const order = { ...place, memberId, origin: address, now: clock.now() };
          return (await makePersonalLink(inner, memberKeys, order)).address;
        }),
    };
  });
}

/** What operators would have done by now; the page is signed in as the owner. */
export async function tellStory(page: Page, server: ConsoleServer, clock: StoryClock): Promise<Story> {
  const send = sender(page, server);
  const base = `/communities/${server.community}`;
  const { rows: members } = await send<{ rows: { memberId: string; name: string }[] }>(
    'GET',
    `${base}/members?tier=leader&limit=20`,
  );
  const member = members[0]!.memberId;
  const set = (key: string, value: unknown, source: string, consent: string) =>
    send('PUT', `${base}/members/${member}/attributes/${key}`, { value, source, consent, consentHow: '入群问卷' });
  await set('age_band', '25–34 岁', 'member', 'given');
  await set('occupation', '中学语文老师', 'member', 'given');
  await set('city', '杭州', 'operator', 'unknown');
  await send('PUT', `${base}/members/${member}/tags`, { tags: ['领读人', '推理迷'] });
  await send('POST', `${base}/members/${member}/notes`, { text: '愿意主持十二月的推理专场，周末有空。' });
  await send('POST', `${base}/views`, {
    page: 'members',
    name: '沉默的老成员',
    query: { tier: 'silent' },
    shared: true,
  });
  await send('POST', `${base}/views`, {
    page: 'members',
    name: '本月新人',
    query: { tier: 'newcomer' },
    shared: false,
  });
  await tellTraffic(send, server, clock);
  // What is settled of people who work here is looked at by the clock of today.
  clock.set(Date.now());
  await tellTeam(send, server.address);
  await makeTokens(send);
  // Later than whatever the demonstration wrote while it was loaded: what begins then has begun.
  clock.set(MOMENT + LOADED);
  const fresh = await send<{ key: string }>('POST', '/communities', {
    name: '北城亲子读书会',
    zone: 'Asia/Shanghai',
    type: 'interest',
  });
  const { groups } = await send<{ groups: { id: string; externalId: string; platform: string }[] }>(
    'GET',
    `${base}/groups`,
  );
  const meetup = groups.find(({ platform }) => platform === 'offline')!;
  const named = (line: string) => line.replace(/@(\d)/, (_, at: string) => members[Number(at)]?.name ?? '李雷');
  return {
    server,
    clock,
    home: `${server.address}/c/${server.community}`,
    member,
    ...(await entrancesOf(server, clock, member)),
    meetup: meetup.externalId,
    fresh: fresh.key,
    chat: await upload(page, server, fresh.key, { name: '北城亲子群.csv', buffer: memoTraceFile() }),
    sheet: await upload(page, server, server.community, {
      name: '1114 签到表.csv',
      buffer: Buffer.from(SHEET.map(named).join('\n')),
    }),
  };
}
