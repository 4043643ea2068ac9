import { randomUUID } from 'node:crypto';
import type { Content, Outgoing, Session } from '#modules/connections/index.ts';
import { connectorContext } from '../../testing/connector-context.ts';
import { encryptedPost } from '../../testing/wechat-request.ts';
import { wechatOfficialConnector as connector } from '../connector.ts';
import { callbackKeys, officialSettings } from '../settings.ts';
import { type OfficialStandIn, startOfficialStandIn } from './official-stand-in.ts';

const APP = { appId: 'wx0123456789abcdef', appSecret: '0123456789abcdef0123456789abcdef' };

/** An Official Account for a test: the platform's stand-in, a context, sessions, and a clock that stands still. */
export class OfficialBench {
  readonly start = Date.UTC(2026, 10, 23, 2);
  now = this.start;
  platform!: OfficialStandIn;
  context!: ReturnType<OfficialBench['contextOf']>;
  readonly #opened: Session[] = [];

  async setUp(): Promise<void> {
    this.now = this.start;
    this.platform = await startOfficialStandIn({ ...APP, now: () => this.now });
    this.platform.wrote.set('o-1', this.now);
    this.context = this.contextOf();
  }

  async tearDown(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((session) => session.close()));
    this.context.abort();
    await this.platform.close();
  }

  /** A connection with settings of its own; `kept` is what an earlier one remembered. */
  contextOf(more: Record<string, unknown> = {}, kept?: Map<string, string>) {
    const settings = officialSettings.parse({
      ...APP,
      token: 'tok3n',
      encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      apiBase: this.platform.address,
      figures: false,
      passiveWait: 0.2,
      ...more,
    });
    const context = connectorContext(settings, { now: () => this.now, ...(kept && { kept }) });
    return Object.assign(context, { connectionId: randomUUID() });
  }

  async open(of = this.context): Promise<Session> {
    const session = await connector.open(of);
    this.#opened.push(session);
    return session;
  }

  /** What was heard so far. */
  events() {
    return this.context.heard.map(({ event }) => event);
  }

  /** A callback of the platform. */
  post(xml: string) {
    return connector.callback!(encryptedPost(xml, callbackKeys(this.context.settings), this.now), this.context);
  }

  /** A message of a follower to the account: texts are in CDATA, numbers are not. */
  xmlOf(tags: Record<string, string | number>, more = ''): string {
    const all = Object.entries({ ToUserName: 'gh_1', FromUserName: 'o-1', CreateTime: this.now / 1000, ...tags });
    const written = all.map(([tag, value]) => {
      const inner = typeof value === 'number' ? String(value) : `<![CDATA[${value}]]>`;
      return `<${tag}>${inner}</${tag}>`;
    });
    return `<xml>${written.join('')}${more}</xml>`;
  }
}

/** Something to be sent to the follower of the bench. */
export const messageOf = (content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: '019a0000-0000-7000-8000-00000000000a',
  to: { kind: 'person', id: 'o-1' },
  content,
  ...more,
});
