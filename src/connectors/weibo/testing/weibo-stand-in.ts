import { weiboSignature } from '../callback.ts';
import { type Asked, type PlatformServer, startPlatform, type Told } from '../../testing/platform-server.ts';

export const WEIBO = { uid: '1902538057', appSecret: 'xyz123xyz', accessToken: '2.00token-of-weibo' };
const MAX_POSTS_AN_HOUR = 30;

/** A local Weibo. It checks the token, the parameters that Weibo wants, its lengths, and posts an hour. */
export type WeiboStandIn = PlatformServer & {
  token: string;
  sent: { path: string; form: Record<string, string> }[];
  comments: Record<string, unknown>[];
  mentions: Record<string, unknown>[];
  posts: Record<string, unknown>[];
  pictures: Buffer[];
};

type Answers = (asked: Asked, form: Record<string, string>) => Told;

const wrong = (error_code: number, error: string, status = 400): Told => ({ status, json: { error, error_code } });

/** Starts it on a free port. */
export async function startWeibo(): Promise<WeiboStandIn> {
  const state = { token: WEIBO.accessToken, sent: [], comments: [], mentions: [], posts: [], pictures: [] };
  const platform = await startPlatform((asked) => answer(weibo, asked));
  const weibo: WeiboStandIn = Object.assign(platform, state);
  return weibo;
}

async function answer(weibo: WeiboStandIn, asked: Asked): Promise<Told> {
  if (asked.path === '/picture.png') return { text: 'picture' };
  if (asked.query.get('access_token') !== weibo.token) return wrong(21332, 'invalid_access_token', 403);
  const form = await formOf(asked);
  const answers = ROUTES(weibo)[`${asked.method} ${asked.path}`];
  if (answers === undefined) return wrong(10020, `Request Api not found!`, 404);
  const told = answers(asked, form);
  if (asked.method === 'POST' && told.status === undefined) weibo.sent.push({ path: asked.path, form });
  return told;
}

async function formOf(asked: Asked): Promise<Record<string, string>> {
  if (asked.body.length === 0) return {};
  const headers = { 'content-type': asked.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(asked.body), { headers }).formData();
  const texts = [...form].map(async ([key, value]) => [key, typeof value === 'string' ? value : await value.text()]);
  return Object.fromEntries((await Promise.all(texts)) as [string, string][]);
}

const after = (asked: Asked, items: Record<string, unknown>[]): Record<string, unknown>[] => {
  const page = Number(asked.query.get('page') ?? 1);
  const found = items.filter((item) => BigInt(String(item['id'])) > BigInt(asked.query.get('since_id') ?? '0'));
  return found.reverse().slice((page - 1) * 50, page * 50);
};

const ROUTES = (weibo: WeiboStandIn): Record<string, Answers> => ({
  'GET /2/account/get_uid.json': () => ({ json: { uid: Number(WEIBO.uid) } }),
  'GET /2/comments/to_me.json': (asked) => ({ json: { comments: after(asked, weibo.comments) } }),
  'GET /2/comments/mentions.json': () => ({ json: { comments: [] } }),
  'GET /2/comments/show_batch.json': (asked) => ({
    json: { comments: weibo.comments.filter((comment) => String(comment['id']) === asked.query.get('cids')) },
  }),
  'GET /2/statuses/mentions.json': (asked) => ({ json: { statuses: after(asked, weibo.mentions) } }),
  'GET /2/statuses/user_timeline.json': () => ({ json: { statuses: weibo.posts } }),
  'POST /2/messages/reply.json': (_, form) => {
    const data = JSON.parse(form['data'] ?? '{}') as { text?: string };
    if (!/^\d+$/.test(form['receiver_id'] ?? '')) return wrong(10008, 'Param error, see doc for more info');
    if (form['type'] === 'text' && [...(data.text ?? '')].length >= 300) return wrong(10008, 'Text too long');
    return { json: { result: true, receiver_id: form['receiver_id'], type: form['type'], data: form['data'] } };
  },
  'POST /2/comments/reply.json': (_, form) =>
    form['id'] && form['cid'] && form['comment']
      ? { json: { id: 4799, idstr: '4799' } }
      : wrong(20201, 'Target weibo comment does not exist!'),
  'POST /2/comments/create.json': (_, form) =>
    form['id'] && form['comment']
      ? { json: { id: 4800, idstr: '4800' } }
      : wrong(20101, 'target weibo does not exist!'),
  'POST /2/statuses/share.json': (_, form) => {
    if (!/https?:\/\//.test(form['status'] ?? '')) return wrong(10017, 'Parameter (status) must hold a link');
    if (weibo.sent.some((sent) => sent.form['status'] === form['status'])) return wrong(20019, 'Repeat content!');
    if (weibo.sent.filter((sent) => sent.path.endsWith('share.json')).length >= MAX_POSTS_AN_HOUR)
      return wrong(10023, 'User requests out of rate limit!', 403);
    if (form['pic'] !== undefined) weibo.pictures.push(Buffer.from(form['pic']));
    return { json: { id: 9223372036854775807n.toString(), idstr: '9223372036854775807' } };
  },
});

/** The query of a push as Weibo signs it. */
export function signedQuery(now: number, nonce = '57155157', secret = WEIBO.appSecret): Record<string, string> {
  const timestamp = String(now);
  return { signature: weiboSignature(secret, timestamp, nonce), timestamp, nonce };
}
