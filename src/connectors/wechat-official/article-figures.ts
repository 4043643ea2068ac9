import { z } from 'zod';
import { ConnectionRefused, type ConnectorContext, type Heard } from '#modules/connections/index.ts';
import type { WechatApi } from '../shared/wechat-api.ts';
import { keepArticles, type KnownArticle, knownArticles } from './known-articles.ts';
import type { OfficialSettings } from './settings.ts';

/** The platform counts days in its own zone. */
const ZONE_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** It tells the figures of an article for the week after it went out. */
const DAYS = 7;

const count = z.number().default(0);
const totalsSchema = z.object({
  list: z.array(
    z.object({
      ref_date: z.iso.date(),
      msgid: z.string().regex(/^\d+_\d+$/),
      title: z.string().default(''),
      details: z
        .array(
          z.object({
            stat_date: z.string(),
            target_user: count,
            int_page_read_user: count,
            int_page_read_count: count,
            share_user: count,
            share_count: count,
            add_to_fav_user: count,
            add_to_fav_count: count,
          }),
        )
        .default([]),
    }),
  ),
});
type Totals = z.infer<typeof totalsSchema>['list'][number];

/** Throws what a poll must stop or wait for; `undefined` where the account has no such permission. */
export function pollAnswer(outcome: Awaited<ReturnType<WechatApi['ask']>>): Record<string, unknown> | undefined {
  if (outcome.fate === 'done') return outcome.answer;
  if (outcome.fate === 'revoked') throw new ConnectionRefused(outcome.reason);
  if (outcome.fate === 'refused') return undefined;
  throw new Error(`the platform was asked in vain: ${outcome.reason}`);
}

/**
 * Hears how the articles of the last week do (数据立方 getarticletotal): each article once as a post of the account, and its figures as
 * they stand, told only when they changed. `version` is the second in which they were asked for.
 */
export async function hearFigures(api: WechatApi, context: ConnectorContext<OfficialSettings>): Promise<void> {
  const articles = await knownArticles(context);
  const heard: Heard[] = [];
  for (let ago = 1; ago <= DAYS; ago++) {
    const date = new Date(context.now() + ZONE_MS - ago * DAY_MS).toISOString().slice(0, 10);
    const body = { begin_date: date, end_date: date };
    const answer = pollAnswer(await api.ask('/datacube/getarticletotal', body, { repeatable: true }));
    if (answer === undefined) return;
    for (const totals of totalsSchema.parse(answer).list) heard.push(...eventsOf(totals, articles, context));
  }
  if (heard.length > 0) await context.hear(heard);
  await keepArticles(context, articles);
}

function eventsOf(
  totals: Totals,
  articles: Map<string, KnownArticle>,
  context: Pick<ConnectorContext<OfficialSettings>, 'settings' | 'now'>,
): Heard[] {
  const known = articles.get(totals.msgid);
  const at = `${totals.ref_date}T00:00:00+08:00`;
  const own = { member: context.settings.appId, at, bot: true };
  const events: Heard['event'][] = [];
  if (known?.figures === undefined)
    events.push({ ...own, id: `article:${totals.msgid}`, kind: 'post', text: totals.title });
  const metrics = metricsOf(totals);
  const figures = Object.values(metrics ?? {});
  if (metrics !== undefined && figures.join() !== known?.figures?.join())
    events.push({
      ...own,
      id: `metrics:${totals.msgid}`,
      kind: 'post-metrics',
      version: Math.floor(context.now() / 1000),
      thread: `article:${totals.msgid}`,
      replyTo: `article:${totals.msgid}`,
      metrics,
    });
  articles.set(totals.msgid, { ...known, seen: known?.seen ?? Date.parse(at), figures });
  return events.map((event) => ({ event }));
}

/** Figures of the latest day told; each is the total since the article went out. */
function metricsOf({ details }: Totals): Record<string, number> | undefined {
  const latest = details.toSorted((a, b) => (a.stat_date < b.stat_date ? -1 : 1)).at(-1);
  if (latest === undefined) return undefined;
  return {
    reached: latest.target_user,
    readers: latest.int_page_read_user,
    views: latest.int_page_read_count,
    shares: latest.share_count,
    sharers: latest.share_user,
    favourites: latest.add_to_fav_count,
  };
}
