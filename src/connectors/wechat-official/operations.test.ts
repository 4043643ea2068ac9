import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wechatOfficialConnector as connector } from './connector.ts';
import { OfficialBench } from './testing/official-bench.ts';
import { webSignIn } from './web-sign-in.ts';

const bench = new OfficialBench();
beforeEach(() => bench.setUp());
afterEach(() => bench.tearDown());

const HOUR = 3_600_000;

describe('operations', () => {
  const run = (key: string, values: Record<string, string | number | boolean> = {}) =>
    connector.operations!.find((operation) => operation.key === key)!.run(values, bench.context);

  it('make QR codes with a parameter, for days or for ever', async () => {
    expect(await run('make-code', { channelCode: 'shop/7', days: 7 })).toEqual({
      fate: 'done',
      result: {
        image: 'https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQ%2Fshop%2F7',
        address: 'http://weixin.qq.com/q/QR_STR_SCENE',
        until: new Date(bench.now + 7 * 24 * HOUR).toISOString(),
      },
    });
    expect(await run('make-code', { channelCode: 'shop', days: 0 })).toMatchObject({
      result: { until: null, address: expect.stringContaining('LIMIT') },
    });
    expect(await run('make-code', { channelCode: 'x'.repeat(65) })).toMatchObject({
      fate: 'refused',
      code: 'bad_input',
      reason: expect.stringContaining('channelCode'),
    });
  });

  it('read and set the menu', async () => {
    const menu = [
      { name: '签到', type: 'click', key: 'A' },
      { name: '更多', sub_button: [{ name: '官网', type: 'view', url: 'http://a' }] },
    ];
    expect(await run('write-menu', { menu: JSON.stringify(menu) })).toEqual({ fate: 'done', result: { buttons: 2 } });
    expect(await run('read-menu')).toEqual({ fate: 'done', result: { open: true, menu: { button: menu } } });
    for (const wrong of ['{', '[]', '[{"name":"x"}]', JSON.stringify(Array(4).fill(menu[0]))])
      expect(await run('write-menu', { menu: wrong })).toMatchObject({ fate: 'refused', code: 'bad_input' });
  });
});

describe('web sign-in', () => {
  const stateIn = (address: string) => new URL(address.replace('#wechat_redirect', '')).searchParams.get('state')!;

  it('tells who came back, once per code', async () => {
    const signIn = webSignIn(bench.context);
    const address = signIn.address({ returnTo: 'https://q.example/in', session: 's1', withName: true });
    expect(address).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/connect\/oauth2\/authorize\?appid=wx0123456789abcdef&.*scope=snsapi_userinfo.*#wechat_redirect$/,
    );
    const state = stateIn(address);
    expect(state).toMatch(/^[0-9a-zA-Z]{1,128}$/);
    bench.platform.codes.set('c1', { openid: 'o-1', scope: 'snsapi_userinfo' });
    bench.platform.codes.set('c2', { openid: 'o-2', scope: 'snsapi_base' });
    expect(await signIn.finish({ code: 'c1', state, session: 's1' })).toEqual({
      fate: 'done',
      who: { openId: 'o-1', name: '小红', unionId: 'u-1' },
    });
    expect(await signIn.finish({ code: 'c2', state, session: 's1' })).toEqual({ fate: 'done', who: { openId: 'o-2' } });
    expect(await signIn.finish({ code: 'c1', state, session: 's1' })).toMatchObject({
      fate: 'refused',
      reason: expect.stringContaining('40029'),
    });
  });

  it('is refused with a state of another browser, of another time, or made up', async () => {
    const signIn = webSignIn(bench.context);
    const state = stateIn(signIn.address({ returnTo: 'https://q.example/in', session: 's1' }));
    bench.platform.codes.set('c1', { openid: 'o-1', scope: 'snsapi_base' });
    for (const [wrong, session] of [
      [state, 's2'],
      [`${state.slice(0, -1)}z`, 's1'],
      ['', 's1'],
    ] as const)
      expect(await signIn.finish({ code: 'c1', state: wrong, session })).toMatchObject({
        fate: 'refused',
        code: 'bad_state',
      });
    bench.now += 601_000;
    expect(await signIn.finish({ code: 'c1', state, session: 's1' })).toMatchObject({ code: 'bad_state' });
    expect(bench.platform.codes.has('c1')).toBe(true);
  });
});
