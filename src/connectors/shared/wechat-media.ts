import { type ConnectorContext, FetchFailed } from '#modules/connections/index.ts';
import { type Answer, judgeStatus } from './ask-platform.ts';
import type { ApiFailure, ApiOutcome, WechatApi } from './wechat-api.ts';

type Picture = { bytes: Uint8Array<ArrayBuffer>; type: string; name: string };

const ENDINGS: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif' };

/**
 * Fetches a picture and hands it to the platform under `path` (a form field named `media`). `most` is the platform's limit in
 * bytes. Giving it twice does no harm, so that a time-out is worth another try.
 */
export async function uploadPicture(
  api: WechatApi,
  context: Pick<ConnectorContext<unknown>, 'fetch' | 'now'>,
  upload: { path: string; query?: Record<string, string>; url: string; most: number },
): Promise<ApiOutcome> {
  const picture = await fetchPicture(context, upload.url, upload.most);
  if ('fate' in picture) return picture;
  const form = new FormData();
  form.set('media', new Blob([picture.bytes], { type: picture.type }), picture.name);
  return api.ask(upload.path, form, {
    repeatable: true,
    timeoutMs: 30_000,
    ...(upload.query && { query: upload.query }),
  });
}

/** A picture with its type; refused where it is none, or has more than `most` bytes. */
export async function fetchPicture(
  context: Pick<ConnectorContext<unknown>, 'fetch' | 'now'>,
  url: string,
  most: number,
): Promise<Picture | ApiFailure> {
  let response: Response;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    response = await openPicture(context, url);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const reason = `the picture ${url} cannot be fetched: ${(error as Error).message}`;
    return { fate: 'later', seconds: 60, code: 'picture_unreachable', reason };
  }
  const judged = judgeStatus(
    { status: response.status, headers: response.headers, text: '' } satisfies Answer,
    context.now(),
  );
  if (judged?.fate === 'refused')
    return refused('picture_missing', `the picture ${url} was answered with ${response.status}`);
  if (judged !== undefined) return { fate: 'later', seconds: 60, code: 'picture_unreachable', reason: judged.reason };
  const type = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  const ending = ENDINGS[type];
  if (ending === undefined)
    return refused('picture_type', `the picture ${url} is ${type || 'of no type'}; JPEG, PNG or GIF is taken`);
  if (bytes.length > most)
    return refused('picture_too_large', `the picture ${url} has ${bytes.length} bytes; ${most} are taken`);
  return { bytes, type, name: `picture.${ending}` };
}

/** Articles name pictures by http that are there by https, too; in the clear we ask our own network only. */
async function openPicture({ fetch }: Pick<ConnectorContext<unknown>, 'fetch'>, url: string): Promise<Response> {
  const patience = { timeoutMs: 20_000 };
  try {
    return await fetch(url, patience);
  } catch (error) {
    if (!(error instanceof FetchFailed) || error.code !== 'plain_address') throw error;
    return fetch(url.replace(/^http:/i, 'https:'), patience);
  }
}

const refused = (code: string, reason: string): ApiFailure => ({ fate: 'refused', code, reason });
