import { setImmediate as nextTurn } from 'node:timers/promises';
import { dayOf, formatDay, mondayOf, parseDay, type Day } from '#kernel/calendar.ts';
import { outsideVisitors } from '#modules/growth/index.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind, DayRange } from '../analysis-kind.ts';
import type { Warning } from '../common.contract.ts';
import type { Brand, MentionsParams, MentionsPoint, MentionsResult, Tone } from '../mentions.contract.ts';
import { dressHit, namesFor, TEXT_LENGTH, type Names } from '../texts/dress-hits.ts';
import { idList } from '../texts/id-list.ts';
import { countTexts, sampleTexts, type SampledText } from '../texts/sample-texts.query.ts';
import { textWarnings } from '../texts/text-warnings.ts';
import { periodBefore } from '../topics/topics.ts';
import { share, smallSample } from '../warnings.ts';
import { listBrands } from './brand-store.ts';
import { MentionFinder, windowOf, type Found } from './find-mentions.ts';

/** Messages that name a brand and are read; of more, always the same ones. */
const SAMPLE = { perGroup: 20_000, most: 30_000, length: 2000 } as const;
const TEXTS_A_TURN = 200;
const GROUPS_SHOWN = 5;
const TALKERS_SHOWN = 10;
const AWARENESS_DAYS = 28;
/** Up to so many days are shown by day, more by week. */
const DAYS_BY_DAY = 35;

type Hit = SampledText & { day: Day; found: Found };

/** Influence and mentions of brands; definitions in the contract and in docs/definitions.md. */
export const mentions: AnalysisKind<'mentions'> = {
  kind: 'mentions',
  shows: 'texts',

  async run(context, params) {
    const { range, today } = context;
    const brands = await brandsOf(context);
    const before = periodBefore(range);
    const [hits, earlier, counts] = [
      await readHits(context, range, params.groupId, brands),
      await readHits(context, before, params.groupId, brands),
      await countTexts(context, { ...range, groupId: params.groupId }),
    ];
    const unit = range.to - range.from < DAYS_BY_DAY ? 'day' : 'week';
    const shown = hits.filter((hit) => isMeant(hit, params)).toReversed();
    const figures = brands.map((brand) => figuresOf(brand, hits, earlier));
    const names = await namesFor(context, [
      ...shown.slice(0, params.limit).map(({ memberId }) => memberId),
      ...figures.flatMap(({ talkers }) => talkers.map(([memberId]) => memberId)),
    ]);
    return {
      from: formatDay(range.from),
      to: formatDay(range.to),
      before: { from: formatDay(before.from), to: formatDay(before.to) },
      brands: figures.map(({ groups, talkers, ...brand }) => ({
        ...brand,
        groups: groups.map(([groupId, count]) => ({ groupId, group: names.group(groupId), mentions: count })),
        talkers: talkers.map(([memberId, count]) => ({ memberId, name: names.member(memberId), mentions: count })),
      })),
      unit,
      series: seriesOf(brands, hits, range, { unit, today }),
      hits: shown.slice(0, params.limit).map((hit) => dress(hit, names, params.brandId)),
      hitsTotal: shown.length,
      messages: counts.texts,
      awareness: await awarenessOf(context, brands),
      warnings: warningsOf(brands, hits, textWarnings(counts, counts.texts)),
    } satisfies MentionsResult;
  },

  async people(context, params, point) {
    const brands = await brandsOf(context);
    const hits = await readHits(context, context.range, params.groupId, brands);
    return idList(hits.filter((hit) => isAt(hit, point, context.range)).map(({ memberId }) => memberId));
  },

  table({ brands, series, unit }) {
    return {
      columns: [unit, ...brands.map(({ name }) => name)],
      rows: series.map(({ from, mentions: counts }) => [from, ...brands.map(({ brandId }) => counts[brandId] ?? 0)]),
    };
  },
};

const brandsOf = ({ services, evaluated: { community } }: AnalysisContext): Promise<Brand[]> =>
  services.database.inWorkspace(community.workspaceId, (tx) => listBrands(tx, community.id));

/** Messages of a period that name a brand, in order of time: the engine finds those that may, the rules decide. */
async function readHits(
  context: AnalysisContext,
  { from, to }: DayRange,
  groupId: string | undefined,
  brands: readonly Brand[],
): Promise<Hit[]> {
  const words = brands.flatMap((brand) => brand.words);
  if (words.length === 0) return [];
  const where = sql`multiSearchAnyCaseInsensitiveUTF8(text, ${p.strings(words)})`;
  const texts = await sampleTexts(context, { from, to, groupId }, SAMPLE, where);
  const finder = new MentionFinder(brands);
  const { zone } = context.evaluated.frame;
  const hits: Hit[] = [];
  for (const [row, text] of texts.entries()) {
    const found = finder.find(text.text);
    if (found) hits.push({ ...text, day: dayOf(text.at, zone), found });
    if (row % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
  }
  return hits;
}

/** The tone of a hit: of one brand where one is meant, else of all that it names; null where it does not name it. */
function toneFor({ found }: Hit, brandId: string | undefined): Tone | null {
  if (brandId === undefined) return found.tone;
  return found.mentions.find((mention) => mention.brandId === brandId)?.tone ?? null;
}

function isMeant(hit: Hit, { brandId, tone }: Pick<MentionsParams, 'brandId' | 'tone'>): boolean {
  const own = toneFor(hit, brandId);
  return own !== null && (tone === undefined || own === tone);
}

const isAt = (hit: Hit, { brandId, tone, groupId, from }: MentionsPoint, range: DayRange): boolean =>
  isMeant(hit, { brandId, tone }) &&
  (groupId === undefined || hit.groupId === groupId) &&
  (from === undefined || bucketOf(hit.day, unitOf(range)) === bucketOf(parseDay(from)!, unitOf(range)));

const unitOf = ({ from, to }: DayRange): 'day' | 'week' => (to - from < DAYS_BY_DAY ? 'day' : 'week');
const bucketOf = (day: Day, unit: 'day' | 'week'): Day => (unit === 'day' ? day : mondayOf(day));

type Counted = [id: string, mentions: number][];

function figuresOf(brand: Brand, hits: readonly Hit[], earlier: readonly Hit[]) {
  const own = hits.filter((hit) => toneFor(hit, brand.id) !== null);
  const before = earlier.filter((hit) => toneFor(hit, brand.id) !== null);
  const tones = { positive: 0, neutral: 0, negative: 0 };
  for (const hit of own) tones[toneFor(hit, brand.id)!]++;
  return {
    brandId: brand.id,
    name: brand.name,
    own: brand.own,
    mentions: own.length,
    mentionsBefore: before.length,
    voice: share(own.length, mentionsOf(hits)),
    voiceBefore: share(before.length, mentionsOf(earlier)),
    people: new Set(own.map(({ memberId }) => memberId)).size,
    tones,
    netTone: share(tones.positive - tones.negative, own.length),
    groups: most(own.map(({ groupId }) => groupId)).slice(0, GROUPS_SHOWN),
    talkers: most(own.map(({ memberId }) => memberId)).slice(0, TALKERS_SHOWN),
  };
}

/** Mentions of all brands: a message that names two counts for each. */
const mentionsOf = (hits: readonly Hit[]): number => hits.reduce((sum, { found }) => sum + found.mentions.length, 0);

function most(ids: readonly string[]): Counted {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

function seriesOf(
  brands: readonly Brand[],
  hits: readonly Hit[],
  range: DayRange,
  { unit, today }: { unit: 'day' | 'week'; today: Day },
): MentionsResult['series'] {
  const step = unit === 'day' ? 1 : 7;
  const series: MentionsResult['series'] = [];
  for (let from = bucketOf(range.from, unit); from <= range.to; from += step) {
    const inside = hits.filter(({ day }) => bucketOf(day, unit) === from);
    series.push({
      from: formatDay(from),
      complete: from >= range.from && from + step - 1 <= Math.min(range.to, today),
      mentions: Object.fromEntries(
        brands.map(({ id }) => [id, inside.filter((hit) => toneFor(hit, id) !== null).length]),
      ),
    });
  }
  return series;
}

function dress(hit: Hit, names: Names, brandId: string | undefined): MentionsResult['hits'][number] {
  const { eventId, memberId, groupId, at, found } = hit;
  return {
    ...dressHit({ eventId, memberId, groupId, at, ...windowOf(hit.text, found.marks, TEXT_LENGTH) }, names),
    brandIds: found.mentions.map((mention) => mention.brandId),
    tone: toneFor(hit, brandId)!,
  };
}

/** Awareness of the last 28 days (formulas.md): mentions of own brands, share of voice, visitors from outside. */
async function awarenessOf(context: AnalysisContext, brands: readonly Brand[]): Promise<MentionsResult['awareness']> {
  const { today, services, scope } = context;
  const period = { from: Math.max(0, today - AWARENESS_DAYS + 1), to: today };
  const hits = await readHits(context, period, undefined, brands);
  const own = new Set(brands.filter((brand) => brand.own).map(({ id }) => id));
  const ours = hits.reduce(
    (sum, { found }) => sum + found.mentions.filter(({ brandId }) => own.has(brandId)).length,
    0,
  );
  return {
    period: { from: formatDay(period.from), to: formatDay(period.to) },
    ownMentions: ours,
    shareOfVoice: share(ours, mentionsOf(hits)),
    outsideVisitors: await outsideVisitors(services.engine, scope, period),
  };
}

function warningsOf(brands: readonly Brand[], hits: readonly Hit[], warnings: Warning[]): Warning[] {
  if (brands.length === 0) return [{ code: 'no_brands', facts: {} }];
  if (hits.length >= SAMPLE.most) warnings.push({ code: 'sampled', facts: { read: hits.length, texts: null } });
  return [...warnings, ...smallSample(new Set(hits.map(({ memberId }) => memberId)).size)];
}
