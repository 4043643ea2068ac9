import { sql } from 'kysely';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { multipartFile } from '#testkit/multipart.ts';
import { COMMUNITY_TYPES, type CommunityDetail, createCommunityBody, GROUP_PURPOSES } from './contract.ts';
import { EMPTY_PROFILE, missingParts, SET_UP_PARTS } from './profile.contract.ts';
import { TEMPLATE_LANGUAGES, type Templates } from './templates.contract.ts';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
});
afterAll(async () => {
  await app.close();
  await database.close();
});

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const ask = (method: Method, url: string, payload?: object, as = headers) =>
  app.inject({ method, url: `/api/v1${url}`, headers: as, ...(payload && { payload }) });
const make = async (body: object) => (await ask('POST', '/communities', body)).json<CommunityDetail>();
const detail = async (id: string) => (await ask('GET', `/communities/${id}/profile`)).json<CommunityDetail>();
const send = (id: string, image: string, content: string | Buffer) => {
  const body = multipartFile('a.png', content);
  return app.inject({
    method: 'PUT',
    url: `/api/v1/communities/${id}/${image}`,
    payload: body.payload,
    headers: { ...headers, ...body.headers },
  });
};
const picture = (colour: string) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
    .png()
    .toBuffer();
const trail = async (id: string) => {
  const { rows } = await database.inWorkspace(workspace.id, (tx) =>
    sql<{ action: string; before: object; after: object }>`
      SELECT action, before, after FROM audit_entries WHERE subject_id = ${id} ORDER BY id`.execute(tx),
  );
  return rows;
};

describe('templates', () => {
  it.each(TEMPLATE_LANGUAGES)(
    'in %s fill everything that can be set up, and make communities as they are',
    async (language) => {
      const { templates, purposes } = (await ask('GET', `/community-templates?language=${language}`)).json<Templates>();
      expect(templates.map(({ type }) => type)).toEqual(COMMUNITY_TYPES);
      expect(purposes.map(({ purpose }) => purpose)).toEqual(GROUP_PURPOSES);
      for (const { type, positioning, profile, groups } of templates) {
        expect(missingParts({ positioning, profile, logo: 'x', avatar: null })).toEqual([]);
        const body = {
          name: `${type} ${language}`,
          type,
          positioning,
          profile,
          groups: groups.map(({ name, purpose, offline }) => {
            const { answerHours, rules, contentKinds } = purposes.find((one) => one.purpose === purpose)!;
            return { name, purpose, answerHours, rules, contentKinds, platform: offline ? 'offline' : 'wechat' };
          }),
        };
        const made = await make(body);
        expect(await detail(made.id)).toMatchObject({ type, positioning, profile, version: 1, slogan: profile.slogan });
        const kept = (await ask('GET', `/communities/${made.id}/groups`)).json().groups as { name: string }[];
        expect(kept.map(({ name }) => name).toSorted()).toEqual(groups.map(({ name }) => name).toSorted());
        expect(kept).toMatchObject(kept.map(({ name }) => body.groups.find((one) => one.name === name)!));
        expect((await trail(made.id))[0]).toMatchObject({
          action: 'communities.create',
          after: { slogan: profile.slogan },
        });
      }
    },
  );
});

describe('a community', () => {
  it('is empty until somebody says something', async () => {
    const made = await make({ name: 'empty' });
    const found = await detail(made.id);
    expect(found.profile).toEqual(EMPTY_PROFILE);
    expect(missingParts(found)).toEqual(SET_UP_PARTS);
    expect(createCommunityBody.safeParse({ name: 'a\u0000b' }).success).toBe(false);
  });

  it('changes in the parts that are sent, once a version, and the trail says what', async () => {
    const { id } = await make({ name: 'Before', profile: { slogan: 'old', values: ['a'] } });
    const patch = (body: object, as = headers) => ask('PATCH', `/communities/${id}`, body, as);
    const changed = await patch({ version: 1, name: 'After', profile: { slogan: 'new' } });
    expect(changed.json()).toMatchObject({ name: 'After', version: 2, profile: { slogan: 'new', values: ['a'] } });
    const stale = await patch({ version: 1, profile: { slogan: 'other' } });
    expect(stale.json()).toMatchObject({ status: 409, code: 'community_changed' });
    expect((await detail(id)).profile.slogan).toBe('new');
    expect((await trail(id)).at(-1)).toMatchObject({
      action: 'communities.update',
      before: { name: 'Before', slogan: 'old' },
      after: { name: 'After', slogan: 'new' },
    });
    expect((await patch({ version: 2, name: 'x' }, await workspace.operator('analyst'))).statusCode).toBe(403);
  });

  it('keeps its time zone and key, and takes no address that would run', async () => {
    const { id } = await make({ name: 'Fixed' });
    for (const body of [
      { zone: 'UTC' },
      { key: 'other' },
      { profile: { song: { title: '', text: '', link: 'javascript:alert(1)' } } },
      { profile: { rituals: [{ name: '' }] } },
      { name: ' ' },
    ])
      expect((await ask('PATCH', `/communities/${id}`, { version: 1, ...body })).statusCode, JSON.stringify(body)).toBe(
        400,
      );
    expect((await detail(id)).version).toBe(1);
  });
});

describe('logo and avatar', () => {
  const filesOnDisk = async () =>
    (await readdir(join(app.dataDir, 'files', workspace.id), { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    ).length;

  it('are served for ever under what they are, to their workspace only, and go when nothing uses them', async () => {
    const [one, two] = [await make({ name: 'one' }), await make({ name: 'two' })];
    const red = await picture('#c00');
    const made = (await send(one.id, 'logo', red)).json<CommunityDetail>();
    expect(made).toMatchObject({ logo: expect.stringMatching(/^[0-9a-f]{64}$/), avatar: null, version: 1 });
    expect((await send(two.id, 'logo', red)).json().logo).toBe(made.logo);
    expect((await ask('GET', '/communities')).json().communities).toContainEqual(
      expect.objectContaining({ id: one.id, logo: made.logo }),
    );

    const served = await ask('GET', `/files/${made.logo}`);
    expect(served.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-length': String(served.rawPayload.length),
    });
    expect(await sharp(served.rawPayload).metadata()).toMatchObject({ width: 60, height: 40 });
    const again = await ask('GET', `/files/${made.logo}`, undefined, {
      ...headers,
      'if-none-match': String(served.headers.etag),
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const strangers = await (await app.workspace()).operator('owner');
    expect((await ask('GET', `/files/${made.logo}`, undefined, strangers)).statusCode).toBe(404);
    expect((await ask('GET', `/files/${made.logo}`, undefined, {})).statusCode).toBe(401);

    const before = await filesOnDisk();
    expect((await send(one.id, 'logo', await picture('#00c'))).json().logo).not.toBe(made.logo);
    expect(await filesOnDisk()).toBe(before + 1); // the other community still shows the first
    expect((await ask('DELETE', `/communities/${two.id}/logo`)).json().logo).toBeNull();
    expect(await filesOnDisk()).toBe(before);
    expect((await ask('GET', `/files/${made.logo}`)).statusCode).toBe(404);
    expect((await trail(two.id)).map(({ action }) => action)).toEqual([
      'communities.create',
      'communities.set-logo',
      'communities.remove-logo',
    ]);
  });

  it('are refused without changing anything: drawings, other files, none, too large', async () => {
    const { id } = await make({ name: 'strict' });
    expect((await send(id, 'avatar', '<svg xmlns="http://www.w3.org/2000/svg"/>')).json()).toMatchObject({
      status: 400,
      code: 'image_not_taken',
    });
    expect((await send(id, 'avatar', Buffer.alloc(5 * 2 ** 20 + 1))).statusCode).toBe(413);
    const none = await app.inject({
      method: 'PUT',
      url: `/api/v1/communities/${id}/avatar`,
      payload: '--b--\r\n',
      headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' },
    });
    expect(none.json()).toMatchObject({ status: 400, code: 'no_file' });
    expect(await detail(id)).toMatchObject({ avatar: null, version: 1 });
  });
});
