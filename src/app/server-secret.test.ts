import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetEarlierSecrets, rotateSecret, serverSecret } from './server-secret.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'qunluo-secret-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('the secret of an installation', () => {
  it('is made once, for its owner’s eyes only, also by two starts at the same time', async () => {
    const [one, two] = await Promise.all([serverSecret({ dataDir }), serverSecret({ dataDir })]);
    expect(one).toEqual(two);
    expect(one.secret).toMatch(/^[\w-]{43}$/);
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('gives way to a new one, keeps the one before until nothing needs it, and then forgets it', async () => {
    const before = await serverSecret({ dataDir });
    await rotateSecret({ dataDir });
    const after = await serverSecret({ dataDir });
    expect(after.secret).not.toBe(before.secret);
    expect(after.earlierSecrets).toEqual([before.secret]);
    await forgetEarlierSecrets({ dataDir }, after);
    expect(await serverSecret({ dataDir })).toEqual({ secret: after.secret, earlierSecrets: [] });
    expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe(`${after.secret}\n`);
  });

  it('is the environment’s where that names one, and no file is touched', async () => {
    const named = { dataDir: join(dataDir, 'nowhere'), secret: 'a'.repeat(32), earlierSecret: 'b'.repeat(32) };
    const found = await serverSecret(named);
    expect(found).toEqual({ secret: named.secret, earlierSecrets: [named.earlierSecret] });
    await forgetEarlierSecrets(named, found);
    await expect(stat(named.dataDir)).rejects.toThrow('ENOENT');
  });
});
