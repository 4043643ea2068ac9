import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mondayOf } from '#kernel/calendar.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { analysisLab, type AnalysisLab } from '#testkit/analyses/analysis-lab.ts';
import { testDatabase } from '#testkit/database.ts';
import type { Brand } from '../mentions.contract.ts';
import { listBrands, setBrands } from './brand-store.ts';
import { windowOf } from './find-mentions.ts';

const DAY_MS = 86_400_000;
// A Monday of this year: hits are kept for 400 days.
const START = (mondayOf(Math.floor(Date.now() / DAY_MS)) - 70) * DAY_MS + 4 * 3_600_000;

const LINES: [day: number, member: string, text: string, group?: string][] = [
  [0, 'ann', '星河书店的活动真不错'],
  [1, 'bob', 'Acme is overpriced'],
  [20, 'ann', 'nothing to say'],
  [28, 'ann', '周末去星河书店吗'],
  [30, 'bob', '星河的服务太差，星河让人失望', 'g1'],
  [31, 'cai', '银河系里有很多恒星'],
  [32, 'cai', 'I love Acme, and 星河 is not bad'],
  [33, 'dan', 'pacmen and ACME'],
  [55, 'ann', '星河, good night'],
];

const events = (): NeutralEvent[] =>
  LINES.map(([day, member, text, group], k) => ({
    id: `e${k}`,
    at: new Date(START + day * DAY_MS + k * 1000).toISOString(),
    member,
    group: group ?? 'g0',
    kind: 'message',
    text,
  }));

let database: Database;
let lab: AnalysisLab;
let own: Brand;
let rival: Brand;
beforeAll(async () => {
  database = await testDatabase();
  lab = await analysisLab(database, events());
  [own, rival] = (await database.inWorkspace(lab.workspaceId, (tx) =>
    setBrands(tx, lab.community.id, [
      { name: 'Galaxy', own: true, words: ['星河', '星河书店', '河系'], except: ['银河系'] },
      { name: 'Acme', own: false, words: ['acme'], except: [] },
    ]),
  )) as [Brand, Brand];
});
afterAll(() => database.close());

describe('mentions of brands', () => {
  it('count messages, share of voice, tone, who talks and where', async () => {
    const found = await lab.run('mentions');
    expect(found.brands).toMatchObject([
      { name: 'Galaxy', mentions: 4, mentionsBefore: 1, voice: 4 / 6, voiceBefore: 0.5, people: 3 },
      { name: 'Acme', mentions: 2, mentionsBefore: 1, voice: 2 / 6, people: 2 },
    ]);
    expect(found.brands[0]!.tones).toEqual({ positive: 2, neutral: 1, negative: 1 });
    expect(found.brands[0]!.netTone).toBe(0.25);
    expect(found.brands[0]!.talkers[0]).toMatchObject({ name: 'ann', mentions: 2 });
    expect(found.brands[0]!.groups.map(({ mentions }) => mentions)).toEqual([3, 1]);
    expect(found).toMatchObject({ unit: 'day', messages: 6, hitsTotal: 5 });
    expect(found.series).toHaveLength(28);
    const total = (brandId: string) => found.series.reduce((sum, { mentions }) => sum + mentions[brandId]!, 0);
    expect([total(own.id), total(rival.id)]).toEqual([4, 2]);
    expect(found.awareness).toMatchObject({ ownMentions: 4, shareOfVoice: 4 / 6, outsideVisitors: null });
    expect(found.warnings.map(({ code }) => code)).toEqual(['few_people']);
  });

  it('are readable, with the words marked', async () => {
    const { hits } = await lab.run('mentions');
    const marked = hits.map(({ text, marks }) => marks.map(({ from, to, as }) => [text.slice(from, to), as]));
    expect(hits.map(({ name }) => name)).toEqual(['ann', 'dan', 'cai', 'bob', 'ann']);
    expect(marked[1]).toEqual([['ACME', rival.id]]);
    expect(marked[2]).toEqual([
      ['love', 'positive'],
      ['Acme', rival.id],
      ['星河', own.id],
      ['bad', 'positive'],
    ]);
    expect(marked[4]).toEqual([['星河书店', own.id]]);
    const negative = await lab.run('mentions', { tone: 'negative', brandId: own.id });
    expect(negative.hits.map(({ name, tone }) => [name, tone])).toEqual([['bob', 'negative']]);
    expect(negative.brands[0]!.mentions).toBe(4);
  });

  it('open the people behind', async () => {
    expect(await lab.behind('mentions', {}, {})).toBe(4);
    expect(await lab.behind('mentions', {}, { brandId: own.id })).toBe(3);
    expect(await lab.behind('mentions', {}, { brandId: own.id, tone: 'negative' })).toBe(1);
    expect(await lab.behind('mentions', {}, { groupId: lab.groupId('g1') })).toBe(1);
    const { series } = await lab.run('mentions');
    for (const { from, mentions } of series) {
      const there = Object.values(mentions).some((count) => count > 0);
      expect((await lab.behind('mentions', {}, { from })) > 0, from).toBe(there);
    }
  });

  it('over a long time are by week, and of a segment alone', async () => {
    const found = await lab.run('mentions', { range: { lastDays: 56 } });
    expect(found).toMatchObject({ unit: 'week', hitsTotal: 7 });
    expect(found.series.map(({ complete }) => complete)).toEqual(found.series.map(() => true));
    const segmentId = await lab.segment(['dan']);
    expect(await lab.run('mentions', { segmentId })).toMatchObject({ hitsTotal: 1 });
  });

  it('count visitors from outside where sites count them, each once, members left out', async () => {
    const scope = grantScope(lab.workspaceId, lab.community.id);
    const hit = (visitor: string, account?: string) => ({
      day: lab.today,
      at: START + 55 * DAY_MS,
      hit_id: crypto.randomUUID(),
      kind: 'visit',
      source_id: own.id,
      visitor,
      account_id: account ?? '00000000-0000-0000-0000-000000000000',
    });
    const [one, two, known] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    await lab.engine.insert(scope, 'hits', [hit(one), hit(one), hit(two), hit(known), hit(known, crypto.randomUUID())]);
    expect((await lab.run('mentions')).awareness.outsideVisitors).toBe(2);
  });

  it('of no brand are said to be so; brands keep their ids', async () => {
    const bare = await analysisLab(database, events());
    const found = await bare.run('mentions');
    expect(found).toMatchObject({ brands: [], hits: [], warnings: [{ code: 'no_brands' }] });
    expect(found.awareness.shareOfVoice).toBeNull();
    const inWorkspace = <T>(work: Parameters<Database['inWorkspace']>[1]) =>
      database.inWorkspace(bare.workspaceId, work) as Promise<T>;
    const [made] = await inWorkspace<Brand[]>((tx) =>
      setBrands(tx, bare.community.id, [{ name: 'A', own: true, words: ['a', 'a'], except: [] }]),
    );
    expect(made!.words).toEqual(['a']);
    await inWorkspace((tx) =>
      setBrands(tx, bare.community.id, [
        { name: 'B', own: false, words: ['b'], except: [] },
        { ...made!, name: 'A2' },
      ]),
    );
    const kept = await inWorkspace<Brand[]>((tx) => listBrands(tx, bare.community.id));
    expect(kept.map(({ name }) => name)).toEqual(['B', 'A2']);
    expect(kept[1]!.id).toBe(made!.id);
    await expect(
      inWorkspace((tx) => setBrands(tx, bare.community.id, [{ ...made!, id: own.id }])),
    ).rejects.toMatchObject({ code: 'bad_input' });
  });
});

it('cuts a long text around what is marked', () => {
  const text = `${'x'.repeat(500)} Acme ${'y'.repeat(500)}`;
  const cut = windowOf(text, [{ from: 501, to: 505, as: 'b' }], 100);
  expect(cut.text).toHaveLength(102);
  expect(cut.text.slice(cut.marks[0]!.from, cut.marks[0]!.to)).toBe('Acme');
});
