import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#kernel/errors.ts';
import { escape } from '#kernel/markup.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { type FileStore, getFile } from '#platform/files/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { codeParams } from './contract.ts';
import { findOptionalEntrance, presentEntrance } from './entrance-store.ts';
import { pageTitle } from './messages/page-titles.ts';

export type MemberPagesParts = {
  database: Database;
  fileStore: FileStore;
  /** The workspace that a public code leads to. */
  workspaceOf: (code: string) => Promise<string | undefined>;
  /** Folder of the built pages. */
  pagesRoot: string;
  /** The address people use, when a proxy stands before the server. */
  publicUrl?: string | undefined;
};

const YEAR_MS = 31_536_000_000;
const HOUR_MS = 3_600_000;
const SHARE = /<!--share-->[^]*?<!--\/share-->/;

const NOT_BUILT =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>群落 Qunluo</title>' +
  '<p>成员页面还没有构建：npm run build · The member pages have not been built yet: npm run build</p></html>';

type Place = { workspaceId: string; communityId: string };

/** Where a community's address leads; undefined for a code that is no community's. */
async function findOptionalPlace(parts: MemberPagesParts, code: string): Promise<Place | undefined> {
  const workspaceId = await parts.workspaceOf(code);
  if (workspaceId === undefined) return undefined;
  const communityId = await parts.database.inWorkspace(workspaceId, (tx) => findOptionalEntrance(tx, code));
  return communityId === undefined ? undefined : { workspaceId, communityId };
}

/** Where a community's address leads. NotFound. */
export async function placeOf(parts: MemberPagesParts, code: string): Promise<Place> {
  const place = await findOptionalPlace(parts, code);
  if (!place) throw new NotFound('the community');
  return place;
}

/** The pages themselves, and what everybody sees of the community whose they are. */
export const memberPagesRoutes = (parts: MemberPagesParts): Route[] => [
  route({
    id: 'm.pages',
    method: 'GET',
    path: '/m/*',
    summary: 'The members’ pages',
    hidden: true,
    rateLimit: false,
    reply: 'stream',
    handle: ({ request, response }) => servePages(parts, request, response),
  }),
  route({
    id: 'm.access.picture',
    method: 'GET',
    path: '/api/m/v1/communities/:code/picture',
    summary: 'The picture of a community, for everybody who has its address',
    params: codeParams,
    reply: 'stream',
    async handle({ params, response }) {
      const { workspaceId, communityId } = await placeOf(parts, params.code);
      const file = await parts.database.inWorkspace(workspaceId, async (tx) => {
        const { avatar, logo } = await getCommunity(tx, communityId);
        const id = avatar ?? logo;
        if (id === null) throw new NotFound('the picture');
        return getFile(tx, id);
      });
      const { stream, bytes } = await parts.fileStore.in(workspaceId).open(file.id);
      return response
        .header('cache-control', `public, max-age=${HOUR_MS / 1000}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-length', bytes)
        .type(file.mediaType)
        .send(stream);
    },
  }),
];

async function servePages(
  parts: MemberPagesParts,
  request: FastifyRequest,
  response: FastifyReply,
): Promise<FastifyReply> {
  const path = request.url.split('?')[0]!.slice('/m/'.length);
  if (path.startsWith('assets/')) return response.sendFile(path, parts.pagesRoot, { maxAge: YEAR_MS, immutable: true });
  if (/^[\w-]+\.(js|svg|png)$/.test(path)) return response.sendFile(path, parts.pagesRoot, { maxAge: HOUR_MS });
  const page = await readFile(join(parts.pagesRoot, 'index.html'), 'utf8').catch(() => undefined);
  response.header('cache-control', 'no-cache').type('text/html; charset=utf-8');
  if (page === undefined) return response.code(503).header('retry-after', '30').send(NOT_BUILT);
  const head = await shareHead(parts, request, path);
  return response.send(page.replace(SHARE, () => head));
}

/** What a chat shows of a link before anybody opens it: the page and the community, never whose link it is. */
async function shareHead(parts: MemberPagesParts, request: FastifyRequest, path: string): Promise<string> {
  const [, code = '', rest = ''] = /^([^/]*)(\/.*)?$/.exec(path) ?? [];
  const place = await findOptionalPlace(parts, code);
  const english = (request.headers['accept-language'] ?? '').toLowerCase().startsWith('en');
  if (!place) return '<title>群落 Qunluo</title>';
  const { name, slogan, picture } = await parts.database.inWorkspace(place.workspaceId, (tx) =>
    presentEntrance(tx, place),
  );
  const origin = parts.publicUrl ? new URL(parts.publicUrl).origin : `${request.protocol}://${request.host}`;
  const title = `${pageTitle(rest)[english ? 'en' : 'zh']} · ${name}`;
  const image = picture ? `/api/m/v1/communities/${code}/picture` : '/m/apple-touch-icon.png';
  const meta = (property: string, content: string) => `<meta property="${property}" content="${escape(content)}" />`;
  return [
    `<title>${escape(title)}</title>`,
    `<meta name="description" content="${escape(slogan || name)}" />`,
    meta('og:type', 'website'),
    meta('og:site_name', name),
    meta('og:title', title),
    meta('og:description', slogan || name),
    meta('og:image', `${origin}${image}`),
  ].join('\n    ');
}
