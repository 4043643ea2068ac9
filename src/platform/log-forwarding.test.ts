import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findProgram } from '#testkit/debian-program.ts';
import { createLogger } from './log.ts';
import { forwardLog, type LogForwarding, logCollector, logRecord } from './log-forwarding.ts';

type Sent = { headers: IncomingMessage['headers']; records: { body: { stringValue: string } }[] };
type Collector = { url: string; sent: Sent[]; messages(): string[]; close(): Promise<unknown> };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A collector that answers as `status` says, and keeps what it took. */
async function startCollector(status: () => number = () => 200, port = 0): Promise<Collector> {
  const sent: Sent[] = [];
  const listen: RequestListener = (request, response) => {
    void text(request).then((body) => {
      const code = status();
      const { resourceLogs } = JSON.parse(body) as { resourceLogs: { scopeLogs: { logRecords: Sent['records'] }[] }[] };
      if (code === 200) sent.push({ headers: request.headers, records: resourceLogs[0]!.scopeLogs[0]!.logRecords });
      response.writeHead(code, { 'content-type': 'application/json' }).end('{}');
    });
  };
  const server = createServer(listen).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  closing.push(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/logs`,
    sent,
    messages: () => sent.flatMap(({ records }) => records.map(({ body }) => body.stringValue)),
    close,
  };
}

function started(url: string, say: (error: Error) => void = () => {}): LogForwarding {
  const forwarding = forwardLog(logCollector(url)!, say);
  closing.push(() => forwarding.stop());
  return forwarding;
}

const line = (msg: string): string => JSON.stringify({ level: 30, time: 1_700_000_000_123, msg });

describe('the address of a collector', () => {
  it('keeps user and password out of the address', () => {
    expect(logCollector('https://shop:a%40b@logs.example/v1/logs')).toEqual({
      url: 'https://logs.example/v1/logs',
      authorization: `Basic ${Buffer.from('shop:a@b').toString('base64')}`,
    });
    expect(logCollector('https://logs.example:4318/v1/logs')).toEqual({ url: 'https://logs.example:4318/v1/logs' });
  });

  it.each(['logs.example', 'ftp://logs.example', 'https://', 'syslog://x'])('is not %o', (text) =>
    expect(logCollector(text)).toBeUndefined(),
  );
});

describe('a line as a record', () => {
  it('has time, severity and message, and every other field as an attribute of its kind', () => {
    const fields = { level: 40, time: 1_700_000_000_123, msg: 'request refused', security: 'refused', status: 403 };
    const more = { share: 0.5, ok: false, list: ['a', 1], none: null, err: { type: 'Error', message: 'no' } };
    expect(logRecord(JSON.stringify({ ...fields, ...more }))).toEqual({
      timeUnixNano: '1700000000123000000',
      severityNumber: 13,
      severityText: 'WARN',
      body: { stringValue: 'request refused' },
      attributes: [
        { key: 'security', value: { stringValue: 'refused' } },
        { key: 'status', value: { intValue: '403' } },
        { key: 'share', value: { doubleValue: 0.5 } },
        { key: 'ok', value: { boolValue: false } },
        { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } } },
        {
          key: 'err',
          value: {
            kvlistValue: {
              values: [
                { key: 'type', value: { stringValue: 'Error' } },
                { key: 'message', value: { stringValue: 'no' } },
              ],
            },
          },
        },
      ],
    });
  });
});

describe('lines of the log', () => {
  it('reach the collector with who we are, without secrets, and standard error too', async () => {
    const collector = await startCollector();
    const forwarding = started(collector.url.replace('http://', 'http://shop:key@'));
    const written: string[] = [];
    const log = createLogger({ logLevel: 'info' }, { write: (text) => written.push(text) }, forwarding.take);
    log.info({ password: 'p', security: 'signed_in' }, 'signed in');
    await vi.waitFor(() => expect(collector.messages()).toEqual(['signed in']), 5000);
    expect(written).toHaveLength(1);
    const [{ headers, records } = { headers: {}, records: [] }] = collector.sent;
    expect(headers.authorization).toBe(`Basic ${Buffer.from('shop:key').toString('base64')}`);
    expect(JSON.stringify(records)).not.toContain('"p"');
  });

  it('go when the server stops, all and in order', async () => {
    const collector = await startCollector();
    const forwarding = started(collector.url);
    const messages = Array.from({ length: 1234 }, (_, at) => `line ${at}`);
    for (const message of messages) forwarding.take(line(message));
    await forwarding.stop();
    expect(collector.messages()).toEqual(messages);
    expect(collector.sent.length).toBe(3);
  });

  it('wait while the collector is away or overloaded, which is said once', async () => {
    let status = 503;
    const said: string[] = [];
    const collector = await startCollector(() => status);
    const forwarding = started(collector.url, ({ message }) => said.push(message));
    forwarding.take(line('one'));
    await vi.waitFor(() => expect(said).toHaveLength(1), 5000);
    forwarding.take(line('two'));
    status = 200;
    await vi.waitFor(() => expect(collector.messages()).toEqual(['one', 'two']), 8000);
    expect(said).toEqual(['the collector of logs answers 503']);
  });

  it('that the collector refuses do not hold up the next, and their number is told', async () => {
    let status = 400;
    const said: string[] = [];
    const collector = await startCollector(() => status);
    // As the logger of the server does: what is said is a line too.
    const forwarding: LogForwarding = started(collector.url, ({ message }) => {
      said.push(message);
      forwarding.take(line(message));
    });
    forwarding.take(line('bad'));
    await vi.waitFor(() => expect(said).toEqual(['the collector of logs refuses 1 lines with 400']), 5000);
    await new Promise((done) => setTimeout(done, 1500));
    expect(said).toHaveLength(1);
    status = 200;
    forwarding.take(line('good'));
    await vi.waitFor(() => expect(collector.messages()).toContain('good'), 5000);
    expect(collector.messages()[0]).toBe('lines of the log were not passed on');
  });

  it('keep no more than there is room for, and the number of the others', async () => {
    let status = 503;
    const collector = await startCollector(() => status);
    const forwarding = started(collector.url);
    const long = 'x'.repeat(100_000);
    for (let at = 0; at < 300; at++) forwarding.take(line(`${at} ${long}`));
    status = 200;
    await vi.waitFor(() => expect(collector.messages().at(-1)).toMatch(/^299 /), 8000);
    const [{ records } = { records: [] }] = collector.sent;
    expect(records[0]).toMatchObject({ body: { stringValue: 'lines of the log were not passed on' } });
    const lost = Number(JSON.stringify(records[0]).match(/"lines","value":\{"intValue":"(\d+)"/)![1]);
    expect(lost).toBeGreaterThan(100);
    expect(lost + collector.messages().length - 1).toBe(300);
  });

  it('stopping does not wait for a collector that is away', async () => {
    const collector = await startCollector();
    await collector.close();
    const forwarding = forwardLog(logCollector(collector.url)!, () => {});
    forwarding.take(line('lost'));
    await expect(forwarding.stop()).resolves.toBeUndefined();
  });

  it.skipIf(!findProgram('openssl'))('go to nobody whose certificate is not vouched for', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'qunluo-tls-'));
    const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '1'];
    spawnSync('openssl', [...made, '-subj', '/CN=localhost'], { stdio: 'ignore' });
    let requests = 0;
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      requests++;
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(async () => {
      rmSync(directory, { recursive: true });
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    });
    const said: Error[] = [];
    const forwarding = started(`https://localhost:${(server.address() as AddressInfo).port}/v1/logs`, (error) =>
      said.push(error),
    );
    forwarding.take(line('secret'));
    await vi.waitFor(() => expect(said).toHaveLength(1), 5000);
    expect(requests).toBe(0);
  });
});
