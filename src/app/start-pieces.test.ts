import { describe, expect, it } from 'vitest';
import { BadInput } from '#kernel/errors.ts';
import { loadConfig } from '#platform/config.ts';
import { createLogger } from '#platform/log.ts';
import { describeFailure, exitCodeOf } from './command-failure.ts';
import { demoConfig } from './demo-command.ts';
import { plainAddressWarning, publicAddress } from './public-address.ts';
import { StopStack } from './stop-stack.ts';

describe('failures of a command', () => {
  it('are one line with what is wrong where, and a stack only for a defect', () => {
    const failure = new BadInput('the file is not an export', [{ where: 'line 3', what: 'is not JSON' }]);
    expect(describeFailure(failure)).toBe('qunluo: the file is not an export\n  line 3: is not JSON');
    expect(exitCodeOf(failure)).toBe(2);
    expect(describeFailure(new Error('boom'))).toMatch(/defect[\s\S]*boom[\s\S]*start-pieces/);
    expect(exitCodeOf(new Error('boom'))).toBe(1);
  });

  it('do not say the same thing twice', () => {
    const failure = new BadInput('wrong: PORT is not a port', [{ where: 'PORT', what: 'is not a port' }]);
    expect(describeFailure(failure)).toBe('qunluo: wrong: PORT is not a port');
  });
});

describe('stopping', () => {
  it('goes backwards, once, and past a part that fails', async () => {
    const stack = new StopStack(createLogger({ logLevel: 'silent' }));
    const seen: string[] = [];
    stack.push('postgres', async () => seen.push('postgres'));
    stack.push('engine', async () => {
      seen.push('engine');
      throw new Error('stuck');
    });
    stack.push('http', async () => seen.push('http'));
    await Promise.all([stack.stop(), stack.stop()]);
    expect(seen).toEqual(['http', 'engine', 'postgres']);
  });
});

describe('addresses', () => {
  const config = (env: Record<string, string>) => loadConfig({ QUNLUO_DATA: '/nowhere', ...env });

  it('shown to people can be opened', () => {
    expect(publicAddress(config({}), 7100)).toBe('http://127.0.0.1:7100');
    expect(publicAddress(config({ QUNLUO_HOST: '0.0.0.0' }), 80)).toBe('http://127.0.0.1:80');
    expect(publicAddress(config({ QUNLUO_HOST: '::1' }), 80)).toBe('http://[::1]:80');
    expect(publicAddress(config({ QUNLUO_PUBLIC_URL: 'https://q.example/' }), 80)).toBe('https://q.example');
  });

  it('that others reach in the clear are warned of, by the setting that makes it so', () => {
    const warned = (env: Record<string, string>) => plainAddressWarning(config(env));
    const own: Record<string, string>[] = [
      {},
      { QUNLUO_HOST: '::1' },
      { QUNLUO_HOST: '0.0.0.0', QUNLUO_PUBLIC_URL: 'https://q.example' },
      { QUNLUO_PUBLIC_URL: 'http://localhost:7100' },
      { QUNLUO_PUBLIC_URL: 'http://[::1]:7100' },
    ];
    for (const silent of own) expect(warned(silent), JSON.stringify(silent)).toBeUndefined();
    expect(warned({ QUNLUO_HOST: '0.0.0.0' })).toMatch(/^QUNLUO_HOST=0\.0\.0\.0 .*QUNLUO_PUBLIC_URL=https:/);
    expect(warned({ QUNLUO_HOST: '192.168.1.5', QUNLUO_PUBLIC_URL: 'http://localhost' })).toMatch(/^QUNLUO_HOST=/);
    expect(warned({ QUNLUO_PUBLIC_URL: 'http://q.example' })).toMatch(/^QUNLUO_PUBLIC_URL=http:\/\/q\.example .*https/);
  });

  it('of the demo are of this machine, and its data its own', () => {
    expect(demoConfig({}).dataDir).toMatch(/\.qunluo-demo$/);
    expect(demoConfig({ QUNLUO_HOST: '::1', QUNLUO_DATA: '/x' })).toMatchObject({ host: '::1', dataDir: '/x' });
    for (const host of ['0.0.0.0', '192.168.1.5', '127.0.0.1.example.com']) {
      expect(() => demoConfig({ QUNLUO_HOST: host }), host).toThrow('this machine only');
    }
  });
});
