import type { ConnectorContext } from '#modules/connections/index.ts';
import { objectOf } from '../shared/ask-platform.ts';

/**
 * What is known of an article: when it was first seen (ms), how many comments were read, the figures told last. Numbers only: texts
 * among what is remembered are masked in every log as secrets.
 */
export type KnownArticle = { seen: number; comments?: number; figures?: readonly number[] };

type Keeper = Pick<ConnectorContext<unknown>, 'memory' | 'now'>;

const KEY = 'articles';
const KEPT_MS = 30 * 86_400_000;
const MOST = 60;

/** Articles whose comments and figures are asked for, by `<data id>_<index>`: those of the last 30 days, at most 60. */
export async function knownArticles(keeper: Keeper): Promise<Map<string, KnownArticle>> {
  const kept = objectOf((await keeper.memory.get(KEY)) ?? '{}') ?? {};
  return new Map(Object.entries(kept) as [string, KnownArticle][]);
}

/** Keeps what is known now, beside what others added meanwhile; the oldest are let go. */
export async function keepArticles(keeper: Keeper, articles: Map<string, KnownArticle>): Promise<void> {
  const young = [...new Map([...(await knownArticles(keeper)), ...articles])].filter(
    ([, { seen }]) => seen > keeper.now() - KEPT_MS,
  );
  const latest = young.toSorted(([, a], [, b]) => b.seen - a.seen).slice(0, MOST);
  await keeper.memory.set(KEY, JSON.stringify(Object.fromEntries(latest)));
}

/** Adds an article that was just submitted. */
export async function rememberArticle(keeper: Keeper, id: string): Promise<void> {
  const articles = await knownArticles(keeper);
  if (articles.has(id)) return;
  articles.set(id, { seen: keeper.now() });
  await keepArticles(keeper, articles);
}
