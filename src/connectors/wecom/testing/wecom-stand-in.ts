import { type Asked, type PlatformServer, startPlatform, type Told } from '../../testing/platform-server.ts';

type Member = { userid: string; type: 1 | 2; join_time: number; join_scene?: number; name?: string; state?: string };
type Chat = { name: string; owner: string; members: Member[] };
type Task = { type: 'single' | 'group'; sender: string; recipients: string[]; body: Body; confirmed: boolean };

/** A company as the stand-in knows it; tests look at it and change it. */
export type WecomStandIn = PlatformServer & {
  /** The access token that is taken now. */
  token: string;
  errors: Map<string, number[]>;
  chats: Map<string, Chat>;
  /** Customers and the staff members whose contact they are, with their tags. */
  customers: Map<string, Map<string, Set<string>>>;
  /** Welcome codes and when they end (ms); each is taken once. */
  welcomes: Map<string, number>;
  welcomed: Body[];
  tasks: Map<string, Task>;
  /** Group sends that a recipient may still get. */
  quota: Map<string, number>;
  tags: Map<string, string>;
  ways: Map<string, Body>;
  /** When the robot spoke (ms), and what. */
  spoken: { at: number; body: Body }[];
};

type Company = { corpId: string; secret: string; robotKey: string; now: () => number };

/** Everything that a request of ours may hold. */
type Body = {
  chat_id: string;
  cursor?: string;
  limit: number;
  welcome_code: string;
  text?: { content: string };
  attachments?: { msgtype: string }[];
  chat_type: 'single' | 'group';
  chat_id_list?: string[];
  external_userid?: string[] | string;
  sender?: string;
  msgid: string;
  userid: string;
  add_tag?: string[];
  remove_tag?: string[];
  group_name: string;
  tag: { name: string }[];
  state?: string;
  user?: string[];
  config_id: string;
  msgtype?: string;
  [more: string]: unknown;
};

const ok = (more: Record<string, unknown> = {}): Told => ({ json: { errcode: 0, errmsg: 'ok', ...more } });
const error = (errcode: number, errmsg: string): Told => ({ json: { errcode, errmsg } });
const EXTERNAL = '/cgi-bin/externalcontact';

/**
 * A local WeCom API: it checks corp id, secret and access token, that a welcome code is used once and in time with at most nine
 * attachments, who confirmed which send, how many a recipient may still get, the limits of join ways, and the robot's 20 a minute.
 */
export async function startWecomStandIn(company: Company): Promise<WecomStandIn> {
  const server = await startPlatform((asked) => answer(standIn, company, asked));
  const standIn: WecomStandIn = Object.assign(server, {
    token: 'token-0',
    errors: new Map(),
    chats: new Map(),
    customers: new Map(),
    welcomes: new Map(),
    welcomed: [],
    tasks: new Map(),
    quota: new Map(),
    tags: new Map(),
    ways: new Map(),
    spoken: [],
  });
  return standIn;
}

function answer(standIn: WecomStandIn, company: Company, asked: Asked): Told {
  if (asked.path.startsWith('/pictures/')) return { text: 'P'.repeat(100), headers: { 'content-type': 'image/png' } };
  const failure = standIn.errors.get(asked.path)?.shift();
  if (failure !== undefined) return error(failure, 'told to fail');
  const body = bodyOf(asked);
  if (asked.path === '/cgi-bin/webhook/send') return speak(standIn, company, asked, body);
  if (asked.path === '/cgi-bin/gettoken') {
    if (asked.query.get('corpid') !== company.corpId) return error(40013, 'invalid corpid');
    if (asked.query.get('corpsecret') !== company.secret) return error(40001, 'invalid credential');
    return ok({ access_token: standIn.token, expires_in: 7200 });
  }
  if (asked.query.get('access_token') !== standIn.token) return error(40014, 'invalid access_token');
  return (ROUTES[asked.path] ?? (() => ({ status: 404, text: asked.path })))(standIn, body, asked, company);
}

const bodyOf = (asked: Asked): Body =>
  (asked.headers['content-type'] === 'application/json' ? JSON.parse(asked.body.toString()) : {}) as Body;

function speak(standIn: WecomStandIn, company: Company, asked: Asked, body: Body): Told {
  if (asked.query.get('key') !== company.robotKey) return error(93000, 'invalid webhook url');
  if (body.msgtype === undefined) return error(40008, 'invalid message type');
  const now = company.now();
  if (standIn.spoken.filter(({ at }) => at > now - 60_000).length >= 20) return error(45009, 'api freq out of limit');
  standIn.spoken.push({ at: now, body });
  return ok();
}

type Route = (standIn: WecomStandIn, body: Body, asked: Asked, company: Company) => Told;

const ROUTES: Readonly<Record<string, Route>> = {
  [`${EXTERNAL}/get_follow_user_list`]: () => ok({ follow_user: ['zhangsan', 'lisi'] }),
  [`${EXTERNAL}/groupchat/list`]: (standIn, body) => {
    const ids = [...standIn.chats.keys()];
    const start = Number(body.cursor ?? 0);
    // Small pages, so that following the cursor is needed.
    const end = start + Math.min(body.limit, 20);
    return ok({
      group_chat_list: ids.slice(start, end).map((chat_id) => ({ chat_id, status: 0 })),
      ...(end < ids.length ? { next_cursor: String(end) } : {}),
    });
  },
  [`${EXTERNAL}/groupchat/get`]: (standIn, body) => {
    const chat = standIn.chats.get(body.chat_id);
    if (chat === undefined) return error(40050, 'chat id not exist');
    const { members, ...rest } = chat;
    return ok({ group_chat: { chat_id: body.chat_id, ...rest, create_time: 1, member_list: members, admin_list: [] } });
  },
  [`${EXTERNAL}/send_welcome_msg`]: (standIn, body, _asked, company) => {
    const until = standIn.welcomes.get(body.welcome_code);
    if (until === undefined) return error(41051, 'external user has started chatting');
    standIn.welcomes.delete(body.welcome_code);
    if (until < company.now()) return error(41050, 'welcome code expired');
    if ((body.attachments?.length ?? 0) > 9 || (body.text === undefined && body.attachments === undefined))
      return error(40058, 'invalid request parameter');
    standIn.welcomed.push(body);
    return ok();
  },
  [`${EXTERNAL}/add_msg_template`]: addTask,
  [`${EXTERNAL}/get_groupmsg_task`]: (standIn, body) => {
    const task = standIn.tasks.get(body.msgid);
    if (task === undefined) return error(41063, 'invalid msgid');
    return ok({ task_list: [{ userid: task.sender, status: task.confirmed ? 2 : 0 }] });
  },
  [`${EXTERNAL}/get_groupmsg_send_result`]: (standIn, body) => {
    const task = standIn.tasks.get(body.msgid)!;
    const start = Number(body.cursor ?? 0);
    const list = task.recipients.map((id) => ({
      ...(task.type === 'group' ? { chat_id: id } : { external_userid: id }),
      status: fateOf(standIn, task, id),
    }));
    return ok({
      send_list: list.slice(start, start + 2),
      ...(start + 2 < list.length ? { next_cursor: String(start + 2) } : {}),
    });
  },
  [`${EXTERNAL}/get`]: (standIn, _body, asked) => {
    const contacts = standIn.customers.get(asked.query.get('external_userid') ?? '');
    if (contacts === undefined) return error(40096, 'invalid external userid');
    return ok({ follow_user: [...contacts.keys()].map((userid) => ({ userid })) });
  },
  [`${EXTERNAL}/get_corp_tag_list`]: (standIn) =>
    ok({ tag_group: [{ group_name: '群落', tag: Array.from(standIn.tags, ([name, id]) => ({ id, name })) }] }),
  [`${EXTERNAL}/add_corp_tag`]: (standIn, body) => {
    const name = body.tag[0]!.name;
    if (standIn.tags.has(name)) return error(40071, 'tag name exists');
    standIn.tags.set(name, `tag-${standIn.tags.size + 1}`);
    return ok({ tag_group: { group_name: body.group_name, tag: [{ id: standIn.tags.get(name), name }] } });
  },
  [`${EXTERNAL}/mark_tag`]: (standIn, body) => {
    const tags = standIn.customers.get(String(body.external_userid))?.get(body.userid);
    if (tags === undefined) return error(84061, 'not external contact');
    for (const id of body.add_tag ?? []) tags.add(id);
    for (const id of body.remove_tag ?? []) tags.delete(id);
    return ok();
  },
  [`${EXTERNAL}/groupchat/add_join_way`]: (standIn, body) => {
    if ((body.chat_id_list?.length ?? 0) > 5 || (body.state?.length ?? 0) > 30)
      return error(40058, 'invalid request parameter');
    return ok({ config_id: addWay(standIn, body) });
  },
  [`${EXTERNAL}/groupchat/get_join_way`]: (standIn, body) =>
    ok({ join_way: { ...standIn.ways.get(body.config_id), qr_code: `http://qr/${body.config_id}` } }),
  [`${EXTERNAL}/groupchat/del_join_way`]: (standIn, body) =>
    standIn.ways.delete(body.config_id) ? ok() : error(41044, 'invalid config_id'),
  [`${EXTERNAL}/add_contact_way`]: (standIn, body) => {
    const id = addWay(standIn, body);
    return ok({ config_id: id, qr_code: `http://qr/${id}` });
  },
  '/cgi-bin/media/upload': (_standIn, _body, asked) =>
    asked.body.includes('name="media"')
      ? ok({ type: 'image', media_id: 'media-1' })
      : error(41005, 'media data missing'),
};

function addTask(standIn: WecomStandIn, body: Body): Told {
  const group = body.chat_type === 'group';
  const recipients = group ? body.chat_id_list : (body.external_userid as string[] | undefined);
  if (recipients === undefined || recipients.length === 0) return error(40058, 'no recipients');
  if (group && body.sender === undefined) return error(41048, 'sender missing');
  if (new Set(recipients).size !== recipients.length) return error(40058, 'a recipient twice');
  const known = (id: string) => (group ? standIn.chats.get(id)?.owner === body.sender : standIn.customers.has(id));
  const failed = recipients.filter((id) => !known(id));
  const id = `msg-${standIn.tasks.size + 1}`;
  const sender = body.sender ?? 'zhangsan';
  standIn.tasks.set(id, { type: body.chat_type, sender, recipients: recipients.filter(known), body, confirmed: false });
  return ok({ fail_list: failed, msgid: id });
}

/** 0 not sent, 1 sent, 2 no contact any more, 3 more than the platform allows. */
function fateOf(standIn: WecomStandIn, task: Task, id: string): number {
  if (!task.confirmed) return 0;
  if (task.type === 'single' && !standIn.customers.get(id)?.has(task.sender)) return 2;
  return (standIn.quota.get(id) ?? 1) > 0 ? 1 : 3;
}

function addWay(standIn: WecomStandIn, body: Body): string {
  const id = `way-${standIn.ways.size + 1}`;
  standIn.ways.set(id, body);
  return id;
}
