import { describe, expect, it } from 'vitest';

const TOOL = new URL('./check-dependencies.mjs', import.meta.url).href;
type Lock = { packages: Record<string, object> };
const { isAllowed, lockFaults, seriousHoles } = (await import(TOOL)) as {
  isAllowed(expression: string): boolean;
  lockFaults(lock: Lock, isInstalled: (path: string) => boolean): string[];
  seriousHoles(report: object): string[];
};

const good = { version: '1.0.0', integrity: 'sha512-abc', license: 'MIT' };
const faults = (entry: object, installed = true) =>
  lockFaults({ packages: { '': {}, 'node_modules/good': good, 'node_modules/a': entry } }, () => installed);

describe('dependencies', () => {
  it('are pinned by a hash, from no host in particular, under a licence of the list', () => {
    expect(faults(good)).toEqual([]);
    expect(faults({ ...good, integrity: undefined })).toEqual(['a@1.0.0 is not pinned by a SHA-512']);
    expect(faults({ ...good, integrity: 'sha1-abc' })).toEqual(['a@1.0.0 is not pinned by a SHA-512']);
    expect(faults({ ...good, resolved: 'https://evil.example/a.tgz' })[0]).toContain('names a host');
    expect(faults({ ...good, license: 'AGPL-3.0' })[0]).toContain('AGPL-3.0, which is not on the list');
    expect(faults({ ...good, license: undefined })).toEqual(['a@1.0.0 has no licence in the lock file']);
  });

  it('for other systems may be unknown, as long as they are not here', () => {
    const foreign = { version: '1.0.0', optional: true, os: ['win32'] };
    expect(faults(foreign, false)).toEqual([]);
    expect(faults(foreign, true)).toHaveLength(2);
    expect(faults({ version: '1.0.0', optional: true }, false)).toHaveLength(2);
  });

  it('may offer a choice of licences, and must keep all that apply', () => {
    expect(isAllowed('(MIT OR GPL-3.0)')).toBe(true);
    expect(isAllowed('MIT AND GPL-3.0')).toBe(false);
    expect(isAllowed('Apache-2.0 AND MIT')).toBe(true);
  });

  it('with a serious hole are named', () => {
    const hole = (severity: string) => ({ name: 'a', severity, range: '<2' });
    expect(seriousHoles({ vulnerabilities: { a: hole('critical') } })).toEqual(['a <2: a critical hole is known']);
    expect(seriousHoles({ vulnerabilities: { a: hole('moderate') } })).toEqual([]);
    expect(seriousHoles({})).toEqual([]);
  });
});
