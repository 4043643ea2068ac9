import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import { type Route, route } from '#platform/http/index.ts';
import { REPOSITORY } from '../version.ts';
import { guideHtml } from './guide-html.ts';
import { GUIDE_LANGUAGES, type GuideLanguage, type GuidePage, readGuide } from './read-guide.ts';

const ROOT = join(REPOSITORY, 'docs/guide');
const IMAGE = /^[\w.-]+\.(webp|png)$/;
const HOUR = 3_600;

/** The guide of the product at /docs, in two languages. It needs no signing in: somebody may be reading how to. */
export function guideRoutes(root: string = ROOT): Route[] {
  const guide = new Map(GUIDE_LANGUAGES.map((language) => [language, readGuide(root, language)]));
  const style = readFileSync(new URL('guide.css', import.meta.url));
  const languageOf = (request: FastifyRequest): GuideLanguage =>
    /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh-CN';
  const send = (response: FastifyReply, language: GuideLanguage, slug: string | undefined): FastifyReply => {
    const pages = guide.get(language) as GuidePage[];
    const page = slug === undefined ? pages[0] : pages.find((one) => one.slug === slug);
    if (!page) throw new NotFound(`the page ${slug} of the guide`);
    return response
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(guideHtml(language, pages, page));
  };
  const shared = { method: 'GET', hidden: true, reply: 'stream' } as const;
  const language = z.enum(GUIDE_LANGUAGES);
  return [
    route({
      ...shared,
      id: 'docs.home',
      path: '/docs',
      summary: 'The guide in the language of the browser',
      handle: ({ request, response }) => response.redirect(`/docs/${languageOf(request)}`),
    }),
    route({
      ...shared,
      id: 'docs.style',
      path: '/docs/guide.css',
      summary: 'How the guide looks',
      handle: ({ response }) =>
        response.header('cache-control', `public, max-age=${HOUR}`).type('text/css; charset=utf-8').send(style),
    }),
    route({
      ...shared,
      id: 'docs.image',
      path: '/docs/images/:image',
      summary: 'A picture of the guide',
      params: z.object({ image: z.string().regex(IMAGE) }),
      async handle({ params, response }) {
        const file = join(root, 'images', params.image);
        if (!existsSync(file)) throw new NotFound(`the picture ${params.image}`);
        return response
          .header('cache-control', `public, max-age=${HOUR}`)
          .type(params.image.endsWith('.webp') ? 'image/webp' : 'image/png')
          .send(await readFile(file));
      },
    }),
    route({
      ...shared,
      id: 'docs.first-page',
      path: '/docs/:language',
      summary: 'The first page of the guide',
      params: z.object({ language }),
      handle: ({ params, response }) => send(response, params.language, undefined),
    }),
    route({
      ...shared,
      id: 'docs.page',
      path: '/docs/:language/:page',
      summary: 'A page of the guide',
      params: z.object({ language, page: z.string().max(60) }),
      handle: ({ params, response }) => send(response, params.language, params.page),
    }),
  ];
}
