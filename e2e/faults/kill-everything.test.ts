import { expect, it } from 'vitest';
import { killEverything } from './kill-everything.ts';

it(
  'loses and doubles no acknowledged or imported event when server, engine and PostgreSQL are killed',
  { timeout: 300_000 },
  async () => {
    let state = 20_262;
    const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const summary = await killEverything({ kills: 6, clients: 6, random });
    expect(summary.acknowledged).toBe(summary.sent);
    expect(summary.sent).toBeGreaterThan(100);
    expect(summary.imported.imports).toBeGreaterThan(0);
    expect(summary.inLog).toBe(summary.sent + summary.imported.events);
    expect(summary.exitCode).toBe(0);
    expect(Object.values(summary.kills).every((count) => count > 0)).toBe(true);
  },
);
