import { randomUUID } from 'node:crypto';
import type { Content, Outgoing, Session } from '#modules/connections/index.ts';
import { connectorContext } from '../../testing/connector-context.ts';
import { encryptedPost } from '../../testing/wechat-request.ts';
import { wecomConnector as connector } from '../connector.ts';
import { callbackKeys, wecomSettings } from '../settings.ts';
import { startWecomStandIn, type WecomStandIn } from './wecom-stand-in.ts';

const COMPANY = { corpId: 'ww0123456789abcdef', secret: '0123456789abcdef0123456789abcdef' };

/** A company for a test: one group, one customer, a context, sessions, and a clock that stands still. */
export class WecomBench {
  readonly start = Date.UTC(2026, 10, 23, 2);
  now = this.start;
  /** Whether the groups belong to a community. */
  attached = true;
  platform!: WecomStandIn;
  context!: ReturnType<WecomBench['contextOf']>;
  readonly #opened: Session[] = [];

  async setUp(): Promise<void> {
    this.now = this.start;
    this.attached = true;
    this.platform = await startWecomStandIn({ ...COMPANY, robotKey: '', now: () => this.now });
    this.context = this.contextOf();
    const seconds = this.start / 1000;
    this.platform.customers.set('wm-1', new Map([['zhangsan', new Set()]]));
    this.platform.chats.set('wr-1', {
      name: '读书一群',
      owner: 'zhangsan',
      members: [
        { userid: 'zhangsan', type: 1, join_time: seconds - 9000 },
        { userid: 'wm-1', type: 2, join_time: seconds - 8000, join_scene: 3, name: '小红', state: 'shop-7' },
      ],
    });
  }

  async tearDown(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((session) => session.close()));
    this.context.abort();
    await this.platform.close();
  }

  /** A connection with settings of its own; `kept` is what an earlier one remembered. */
  contextOf(more: Record<string, unknown> = {}, kept?: Map<string, string>) {
    const settings = wecomSettings.parse({
      ...COMPANY,
      token: 'tok3n',
      encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      apiBase: this.platform.address,
      ...more,
    });
    const made = connectorContext(settings, { now: () => this.now, ...(kept && { kept }) });
    const hear = made.hear.bind(made);
    return Object.assign(made, {
      connectionId: randomUUID(),
      hear: async (heard: Parameters<typeof hear>[0]) => {
        if (this.attached) await hear(heard);
        return { left: this.attached ? [] : heard.flatMap(({ chat }) => chat ?? []) };
      },
    });
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

  /** An event of the platform, told by a callback. */
  post(inner: string) {
    const xml = `<xml><MsgType><![CDATA[event]]></MsgType>${inner}</xml>`;
    return connector.callback!(encryptedPost(xml, callbackKeys(this.context.settings), this.now), this.context);
  }

  /** A change of a customer group, told by a callback. */
  chatChange(more: string, chat = 'wr-1') {
    const at = this.now / 1000;
    return this.post(
      `<CreateTime>${at}</CreateTime><Event>change_external_chat</Event><ChatId>${chat}</ChatId>${more}`,
    );
  }

  joins(id: string, at = this.now): void {
    const member = { userid: id, type: 2 as const, join_time: at / 1000, join_scene: 1 };
    this.platform.chats.get('wr-1')!.members.push(member);
  }

  leaves(id: string): void {
    const chat = this.platform.chats.get('wr-1')!;
    chat.members = chat.members.filter(({ userid }) => userid !== id);
  }
}

/** Something to be sent: to a group where the id is one's, else to a customer. */
export const messageTo = (id: string, content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: randomUUID(),
  to: { kind: id.startsWith('wr') ? 'chat' : 'person', id },
  content,
  ...more,
});
