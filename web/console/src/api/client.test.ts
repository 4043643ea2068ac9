import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { address, call } from './client.ts';

const answer = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(JSON.stringify(body), { status }));

afterEach(() => vi.restoreAllMocks());

describe('address', () => {
  it('leaves out what is not chosen, repeats lists and escapes', () => {
    expect(address('/m', { q: '小 满&', tier: undefined, tag: ['a', 'b'], limit: 0, group: '' })).toBe(
      '/m?q=%E5%B0%8F+%E6%BB%A1%26&tag=a&tag=b&limit=0',
    );
    expect(address('/m', {})).toBe('/m');
  });
});

describe('call', () => {
  const schema = z.object({ total: z.number() });

  it('gives what the contract says', async () => {
    answer({ total: 3, more: true });
    expect(await call(schema, '/x')).toEqual({ total: 3 });
  });

  it('fails clearly when an answer is not what the contract says', async () => {
    answer({ total: 'three' });
    await expect(call(schema, '/x')).rejects.toMatchObject({
      code: 'contract',
      message: expect.stringContaining('total'),
    });
  });

  it('reads problems with their code, faults and request', async () => {
    answer(
      {
        code: 'bad_input',
        status: 400,
        title: 'No',
        detail: 'year is missing',
        faults: [{ where: '/year', what: 'is missing' }],
        requestId: 'r1',
      },
      400,
    );
    await expect(call(schema, '/x')).rejects.toMatchObject({
      status: 400,
      code: 'bad_input',
      message: 'year is missing',
      requestId: 'r1',
      faults: [{ where: '/year', what: 'is missing' }],
    });
  });

  it('tells a server that cannot be reached from one that refuses', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('failed to fetch'));
    await expect(call(schema, '/x')).rejects.toMatchObject({ status: 0, code: 'offline' });
  });
});
