import { describe, expect, it } from 'vitest';
import { match, splitAddress } from './match.ts';

describe('an address of the members’ pages', () => {
  it('says which community and which page', () => {
    expect(splitAddress('/m/Ab3/points')).toEqual({ code: 'Ab3', path: '/points' });
    for (const home of ['/m/Ab3', '/m/Ab3/']) expect(splitAddress(home)).toEqual({ code: 'Ab3', path: '/' });
    for (const nowhere of ['/m', '/m/', '/', '/c/x']) expect(splitAddress(nowhere).code).toBe('');
  });

  it('fits a pattern part by part, with what its parameters are', () => {
    expect(match('/orders/:orderId', '/orders/7')).toEqual({ orderId: '7' });
    expect(match('/orders/:orderId', '/orders/a%2Fb/')).toEqual({ orderId: 'a/b' });
    expect(match('/', '/')).toEqual({});
    for (const path of ['/orders', '/orders/', '/orders/7/8', '/order/7', '/orders/%E0%A4%A'])
      expect([path, match('/orders/:orderId', path)]).toEqual([path, undefined]);
  });
});
