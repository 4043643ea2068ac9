import type { Language } from '#kernel/number-format.ts';
import { insightMessages } from '#modules/insights/messages/index.ts';
import type { LibraryPlay } from '../library.contract.ts';
import { playGuides } from '../messages/play-guides.ts';
import type { PlayWords, Situation } from '../play.contract.ts';
import type { Play } from '../play.ts';
import { PLAYS } from '../plays.ts';
import type { MetricKey } from '#modules/insights/metrics.contract.ts';

/** What a community changed in a play, or wrote itself; null: as built in. */
export type PlayRow = {
  playId: string;
  own: boolean;
  off: boolean;
  words: PlayWords | null;
  situation: Situation | null;
  metric: MetricKey | null;
  reviewWeeks: number | null;
};

const REVIEW_WEEKS = 4;

/** A play of the library with what proposes it. */
export type KnownPlay = LibraryPlay & {
  /** The built-in play behind it; absent for own ones. */
  readonly builtIn?: Play;
};

/** The library of a community: built-in plays as it changed them, then its own. */
export function libraryOf(rows: readonly PlayRow[]): KnownPlay[] {
  const changes = new Map(rows.map((row) => [row.playId, row]));
  const builtIn = PLAYS.map((play): KnownPlay => {
    const row = changes.get(play.id);
    const words = row?.words;
    return {
      id: play.id,
      own: false,
      changed: row !== undefined && (row.words ?? row.situation ?? row.metric ?? row.reviewWeeks) !== null,
      off: row?.off ?? false,
      words: words ? { 'zh-CN': words, en: words } : { 'zh-CN': wordsOf(play, 'zh-CN'), en: wordsOf(play, 'en') },
      situation: row?.situation ?? situationOf(play),
      tiers: [...(play.tiers ?? [])],
      metric: row?.metric ?? play.metric,
      reviewWeeks: row?.reviewWeeks ?? play.reviewWeeks ?? REVIEW_WEEKS,
      builtIn: play,
    };
  });
  const own = rows
    .filter((row) => row.own)
    .map(({ playId, off, words, situation, metric, reviewWeeks }): KnownPlay => ({
      id: playId,
      own: true,
      changed: false,
      off,
      words: { 'zh-CN': words!, en: words! },
      situation: situation!,
      tiers: [],
      metric: metric!,
      reviewWeeks: reviewWeeks ?? REVIEW_WEEKS,
    }));
  return [...builtIn, ...own];
}

const situationOf = ({ stages = [], types = [], when }: Play): Situation => ({
  stages: [...stages],
  types: [...types],
  when: [...when],
});

function wordsOf(play: Play, language: Language): PlayWords {
  const messages = insightMessages(language);
  const { name, how } = (messages.plays as Record<string, { name: string; how: string }>)[play.id]!;
  const { steps, effect } = playGuides(language)[play.id]!;
  const why = (messages.playReasons as Record<string, string>)[play.why.code] ?? '';
  return { name, how, why, steps: [...steps], effect };
}

/** As it is shown outside: without what proposes it. */
export const shown = ({
  id,
  own,
  changed,
  off,
  words,
  situation,
  tiers,
  metric,
  reviewWeeks,
}: KnownPlay): LibraryPlay => ({ id, own, changed, off, words, situation, tiers, metric, reviewWeeks });
