import { describe, expect, it } from 'vitest';
import { deviceOf } from './device.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('a device', () => {
  it('is named by what its browser says of itself', () => {
    const cases: [string, string, string][] = [
      [
        `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0`,
        'Edge 140',
        'Windows',
      ],
      [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/140.0.0.0 Safari/537.36`, 'Chrome 140', 'Linux'],
      [
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
        'Safari 18',
        'macOS',
      ],
      [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
        'Safari 18',
        'iPhone',
      ],
      [
        `Mozilla/5.0 (Linux; Android 14) ${WEBKIT} Version/4.0 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.50`,
        'WeChat 8.0.50',
        'Android',
      ],
      ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140', 'Linux'],
      ['curl/8.5.0', 'curl 8.5.0', ''],
      ['', '', ''],
    ];
    for (const [agent, browser, system] of cases) expect(deviceOf(agent), agent).toEqual({ browser, system });
  });
});
