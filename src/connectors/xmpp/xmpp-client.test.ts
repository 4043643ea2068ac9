import { expect, it } from 'vitest';
import { ConnectionRefused } from '#modules/connections/index.ts';
import { refusePlain } from './xmpp-client.ts';

it('an account is signed in over TLS, or in one’s own network', async () => {
  const over = (isSecure: boolean, socket: { remoteAddress?: string; url?: string } | null) =>
    refusePlain({ isSecure: () => isSecure, socket }, 'chat.example');
  await over(true, { remoteAddress: '93.184.216.34' });
  for (const remoteAddress of ['127.0.0.1', '::1', '10.0.0.7', 'fd00::7']) await over(false, { remoteAddress });
  await over(false, { url: 'ws://127.0.0.1:5280/xmpp-websocket' });
  await over(false, { url: 'ws://[::1]:5280/xmpp-websocket' });
  for (const socket of [
    { remoteAddress: '93.184.216.34' },
    { remoteAddress: '2606:2800::1' },
    { url: 'ws://93.184.216.34/xmpp-websocket' },
    {},
    null,
  ])
    await expect(over(false, socket), JSON.stringify(socket)).rejects.toBeInstanceOf(ConnectionRefused);
});
