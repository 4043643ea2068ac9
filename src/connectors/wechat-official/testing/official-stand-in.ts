import { type Asked, type PlatformServer, startPlatform, type Told } from '../../testing/platform-server.ts';

/** What the stand-in knows of its account and followers; tests look at it and change it. */
export type OfficialStandIn = PlatformServer & {
  /** Access tokens that are taken now; the last is the one given out. */
  tokens: string[];
  /** `errcode` for the coming requests of a path, one each. */
  errors: Map<string, number[]>;
  /** When a follower wrote last (ms); who is not in it does not follow. */
  wrote: Map<string, number>;
  /** Customer-service messages still allowed today. */
  quota: number;
  sent: Record<string, unknown>[];
  templates: Map<string, Record<string, unknown>>;
  drafts: Map<string, Record<string, unknown>>;
  /** Status of publications by their id; 1 while the platform reads. */
  publications: Map<string, number>;
  uploads: { path: string; bytes: number; type: string }[];
  menu: unknown;
  comments: Map<string, Record<string, unknown>[]>;
  totals: Map<string, Record<string, unknown>[]>;
  /** Sign-in codes and whose they are; each is taken once. */
  codes: Map<string, { openid: string; scope: string }>;
};

type Account = { appId: string; appSecret: string; now: () => number };

const WINDOW_MS = 48 * 3_600_000;
const ok = (more: Record<string, unknown> = {}): Told => ({ json: { errcode: 0, errmsg: 'ok', ...more } });
const error = (errcode: number, errmsg: string): Told => ({ json: { errcode, errmsg } });

/**
 * A local WeChat Official Account API: it checks app id, secret and access tokens, the 48-hour window, the quota, that a draft is
 * published once and that codes are taken once.
 */
export async function startOfficialStandIn(account: Account): Promise<OfficialStandIn> {
  const server = await startPlatform((asked) => answer(standIn, account, asked));
  const standIn: OfficialStandIn = Object.assign(server, {
    tokens: ['token-0'],
    errors: new Map(),
    wrote: new Map(),
    quota: 1000,
    sent: [],
    templates: new Map(),
    drafts: new Map(),
    publications: new Map(),
    uploads: [],
    menu: null,
    comments: new Map(),
    totals: new Map(),
    codes: new Map(),
  });
  return standIn;
}

function answer(standIn: OfficialStandIn, account: Account, asked: Asked): Told {
  if (asked.path.startsWith('/pictures/')) return picture(asked.path);
  const failure = standIn.errors.get(asked.path)?.shift();
  if (failure !== undefined) return error(failure, 'told to fail');
  if (asked.path === '/cgi-bin/stable_token') return giveToken(standIn, account, asked);
  if (asked.path === '/sns/oauth2/access_token') return signIn(standIn, account, asked);
  if (asked.path === '/sns/userinfo')
    return { json: { openid: asked.query.get('openid'), nickname: '小红', unionid: 'u-1' } };
  const token = asked.query.get('access_token') ?? '';
  if (token === '') return error(41001, 'access_token missing');
  if (!standIn.tokens.includes(token)) return error(40001, 'invalid credential, access_token is invalid or not latest');
  return (ROUTES[asked.path] ?? (() => ({ status: 404, text: asked.path })))(standIn, bodyOf(asked), account, asked);
}

/** Everything that a request of ours may hold. */
type Body = {
  grant_type: string;
  appid: string;
  secret: string;
  force_refresh: boolean;
  touser: string;
  template_id: string;
  client_msg_id: string;
  articles: [Record<string, unknown>];
  media_id: string;
  publish_id: string;
  action_name: string;
  action_info: { scene: { scene_str: string } };
  expire_seconds?: number;
  button: unknown;
  begin_date: string;
  end_date: string;
  msg_data_id: number;
  index: number;
  begin: number;
  count: number;
};

const bodyOf = (asked: Asked): Body =>
  (asked.headers['content-type'] === 'application/json' ? JSON.parse(asked.body.toString()) : {}) as Body;

/** Pictures that articles and messages name. */
function picture(path: string): Told {
  if (path.endsWith('.svg')) return { text: '<svg/>', headers: { 'content-type': 'image/svg+xml' } };
  if (path.endsWith('missing.png')) return { status: 404 };
  return { text: 'P'.repeat(path.includes('large') ? 2_000_000 : 100), headers: { 'content-type': 'image/png' } };
}

function giveToken(standIn: OfficialStandIn, account: Account, asked: Asked): Told {
  const body = bodyOf(asked);
  if (body.grant_type !== 'client_credential') return error(40002, 'invalid grant_type');
  if (body.appid !== account.appId) return error(40013, 'invalid appid');
  if (body.secret !== account.appSecret) return error(40125, 'invalid appsecret');
  if (body.force_refresh === true) standIn.tokens = [`token-${Number(standIn.tokens.at(-1)!.split('-')[1]) + 1}`];
  return { json: { access_token: standIn.tokens.at(-1), expires_in: 7200 } };
}

function signIn(standIn: OfficialStandIn, account: Account, { query }: Asked): Told {
  if (query.get('appid') !== account.appId || query.get('secret') !== account.appSecret)
    return error(40125, 'invalid appsecret');
  const code = query.get('code') ?? '';
  const found = standIn.codes.get(code);
  if (found === undefined) return error(40029, 'invalid code');
  standIn.codes.delete(code);
  return { json: { access_token: 'web-1', expires_in: 7200, openid: found.openid, scope: found.scope } };
}

type Route = (standIn: OfficialStandIn, body: Body, account: Account, asked: Asked) => Told;

const ROUTES: Readonly<Record<string, Route>> = {
  '/cgi-bin/message/custom/send': (standIn, body, account) => {
    const wrote = standIn.wrote.get(body.touser);
    if (wrote === undefined) return error(43004, 'require subscribe');
    if (account.now() - wrote > WINDOW_MS)
      return error(45015, 'response out of time limit or subscription is canceled');
    if (standIn.quota-- <= 0) return error(45009, 'reach max api daily quota limit');
    standIn.sent.push(body);
    return ok();
  },
  '/cgi-bin/message/template/send': (standIn, body) => {
    if (!standIn.wrote.has(body.touser)) return error(43004, 'require subscribe');
    if (body.template_id !== 'form-1') return error(40037, 'invalid template_id');
    // The same key within ten minutes: sent once.
    if (!standIn.templates.has(body.client_msg_id)) standIn.templates.set(body.client_msg_id, body);
    return ok({ msgid: 2_001_638_360_000_000_000 });
  },
  '/cgi-bin/media/upload': upload('media_id'),
  '/cgi-bin/media/uploadimg': upload('url'),
  '/cgi-bin/material/add_material': upload('media_id'),
  '/cgi-bin/draft/add': (standIn, body) => {
    const [article] = body.articles;
    if (!String(article.thumb_media_id).startsWith('media-')) return error(40007, 'invalid media_id');
    const id = `draft-${standIn.drafts.size + 1}`;
    standIn.drafts.set(id, article);
    return { json: { media_id: id } };
  },
  '/cgi-bin/freepublish/submit': (standIn, body) => {
    if (!standIn.drafts.delete(body.media_id)) return error(40007, 'invalid media_id');
    const id = `10000000${standIn.publications.size + 1}`;
    standIn.publications.set(id, 1);
    return ok({ publish_id: id, msg_data_id: `5000${standIn.publications.size}` });
  },
  '/cgi-bin/freepublish/get': (standIn, body) => {
    const status = standIn.publications.get(body.publish_id);
    return ok({
      publish_id: body.publish_id,
      publish_status: status,
      ...(status === 0 ? { article_id: 'article-1' } : {}),
      fail_idx: status === 4 ? [1] : [],
    });
  },
  '/cgi-bin/qrcode/create': (_standIn, body) => ({
    json: {
      ticket: `gQ/${body.action_info.scene.scene_str}`,
      expire_seconds: body.expire_seconds,
      url: `http://weixin.qq.com/q/${body.action_name}`,
    },
  }),
  '/cgi-bin/get_current_selfmenu_info': (standIn) => ({
    json: { is_menu_open: standIn.menu === null ? 0 : 1, selfmenu_info: { button: standIn.menu } },
  }),
  '/cgi-bin/menu/create': (standIn, body) => {
    standIn.menu = body.button;
    return ok();
  },
  '/datacube/getarticletotal': (standIn, body) =>
    body.begin_date === body.end_date
      ? { json: { list: standIn.totals.get(body.begin_date) ?? [] } }
      : error(61501, 'date range error'),
  '/cgi-bin/comment/list': (standIn, body) => {
    const comments = standIn.comments.get(`${body.msg_data_id}_${body.index}`);
    if (comments === undefined) return error(88000, 'without comment privilege');
    return ok({ total: comments.length, comment: comments.slice(body.begin, body.begin + body.count) });
  },
  '/cgi-bin/comment/reply/add': (standIn, body) => {
    standIn.sent.push(body);
    return ok();
  },
};

function upload(field: 'media_id' | 'url'): Route {
  return (standIn, _body, _account, asked) => {
    const type = asked.headers['content-type'] ?? '';
    if (!type.startsWith('multipart/form-data') || !asked.body.includes('name="media"'))
      return error(41005, 'media data missing');
    standIn.uploads.push({ path: asked.path, bytes: asked.body.length, type: asked.query.get('type') ?? '' });
    const number = standIn.uploads.length;
    return ok({ [field]: field === 'url' ? `http://mmbiz.qpic.cn/mmbiz/${number}` : `media-${number}` });
  };
}
