import { appSecretProof } from '../graph-api.ts';
import { type Asked, type PlatformServer, startPlatform, type Told } from '../../testing/platform-server.ts';

export const FACEBOOK = {
  pageId: '1142469655832956',
  pageToken: 'EAAG-token-of-the-page',
  appSecret: "It's a Secret to Everybody",
  verifyToken: 'made-up-by-us',
};

const KNOWN_METRICS = new Set(['post_media_view']);
const DAY = 86_400_000;

/** A local Graph API. It checks the token, the proof of the app's secret, the 24-hour window, lengths and metrics. */
export type FacebookStandIn = PlatformServer & {
  token: string;
  /** When each person last wrote, ms since the epoch. */
  wrote: Map<string, number>;
  blocked: Set<string>;
  sent: { path: string; json: Record<string, unknown> }[];
  posts: Record<string, unknown>[];
  subscribed: string;
};

const wrong = (code: number, message: string, status = 400, error_subcode?: number): Told => ({
  status,
  json: { error: { message, type: 'OAuthException', code, ...(error_subcode && { error_subcode }), fbtrace_id: 'A' } },
});

/** Starts it on a free port. */
export async function startFacebook(): Promise<FacebookStandIn> {
  const platform = await startPlatform((asked) => answer(facebook, asked));
  const state = {
    token: FACEBOOK.pageToken,
    wrote: new Map(),
    blocked: new Set<string>(),
    sent: [],
    posts: [],
    subscribed: '',
  };
  const facebook: FacebookStandIn = Object.assign(platform, state);
  return facebook;
}

function answer(facebook: FacebookStandIn, asked: Asked): Told {
  if (asked.headers.authorization !== `Bearer ${facebook.token}`)
    return wrong(190, 'Error validating access token: the session has been invalidated', 401, 460);
  if (asked.query.get('appsecret_proof') !== appSecretProof(facebook.token, FACEBOOK.appSecret))
    return wrong(100, 'Invalid appsecret_proof provided in the API argument');
  const [, first = '', edge = ''] = asked.path.split('/');
  if (asked.method === 'GET') return read(facebook, asked, first, edge);
  const json = JSON.parse(asked.body.toString()) as Record<string, unknown>;
  const told = write(facebook, first, edge, json);
  if (told.status === undefined) facebook.sent.push({ path: asked.path, json });
  return told;
}

function read(facebook: FacebookStandIn, asked: Asked, first: string, edge: string): Told {
  if (first === 'me') return { json: { id: FACEBOOK.pageId, name: '群落书店' } };
  if (edge !== 'published_posts') return wrong(100, `Unsupported get request: ${asked.path}`);
  const metrics = /insights\.metric\(([^)]*)\)/.exec(asked.query.get('fields') ?? '')?.[1]?.split(',') ?? [];
  if (metrics.some((metric) => !KNOWN_METRICS.has(metric)))
    return wrong(100, 'The value must be a valid insights metric');
  const posts = facebook.posts.map(({ insights, ...post }) => (metrics.length > 0 ? { ...post, insights } : post));
  return { json: { data: posts } };
}

function write(facebook: FacebookStandIn, first: string, edge: string, json: Record<string, unknown>): Told {
  const count = facebook.sent.length;
  if (edge === 'messages') return message(facebook, json);
  if (edge === 'comments') return { json: { id: `${first}_9${count}` } };
  if (edge === 'feed') return { json: { id: `${FACEBOOK.pageId}_5${count}` } };
  if (edge === 'photos') return { json: { id: `77${count}`, post_id: `${FACEBOOK.pageId}_6${count}` } };
  if (edge === '' && first.startsWith(FACEBOOK.pageId)) return { json: { success: true } };
  if (edge !== 'subscribed_apps') return wrong(100, 'Unsupported post request');
  facebook.subscribed = String(json['subscribed_fields']);
  return { json: { success: true } };
}

function message(facebook: FacebookStandIn, json: Record<string, unknown>): Told {
  const { id, comment_id: comment } = json['recipient'] as { id?: string; comment_id?: string };
  const { text = '' } = json['message'] as { text?: string };
  if (text.length > 2000) return wrong(100, 'Length of param message[text] must be less than or equal to 2000');
  if (comment !== undefined) return { json: { recipient_id: '31', message_id: `m_private_${comment}` } };
  if (facebook.blocked.has(id!)) return wrong(551, 'This person isn’t available right now.', 400, 1_545_041);
  if (!(Date.now() - (facebook.wrote.get(id!) ?? 0) < DAY))
    return wrong(10, 'This message is sent outside of allowed window.', 400, 2_018_278);
  return { json: { recipient_id: id, message_id: `m_${facebook.sent.length}` } };
}
