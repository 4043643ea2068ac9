import { describe, expect, it } from 'vitest';
import { PLAYS } from '#modules/playbooks/index.ts';
import { silenceCauses } from '../figures/silence-causes.ts';
import { stage } from '../figures/stage.ts';
import { healthInputs } from '../health-inputs.ts';
import { DEFAULT_INSIGHT_RULES } from '../insight-rules.ts';
import { unknownFigures } from '../unknown-figures.ts';
import {
  ACTIVITY_TIERS,
  HEALTH_BANDS,
  HEALTH_PARTS,
  SILENCE_CAUSES,
  SILENT_KINDS,
  STAGES,
  TIERS,
  VALUE_CELLS,
} from '../contract.ts';
import { en } from './en.ts';
import { insightMessages, say, sayCode } from './say.ts';
import { zhCN } from './zh-CN.ts';

type Leaves = Map<string, string>;

function leaves(value: unknown, path = '', found: Leaves = new Map()): Leaves {
  if (typeof value === 'string') found.set(path, value);
  else
    for (const [key, inner] of Object.entries(value as object))
      leaves(inner, path === '' ? key : `${path}.${key}`, found);
  return found;
}

const slots = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)/gu)].map((match) => match[1]!).toSorted();

/** A report in which every figure that can be unknown is. */
const nothingKnown = {
  activity: { stickiness: null, stickinessMedian: null, stickinessWeeks: 3, participation: null },
  retention: { week4: { rate: null, retained: 0, size: 0, cohorts: 0 } },
  activation: { rate: null },
  responsiveness: {
    starts: 2,
    answered24h: null,
    medianMinutes: null,
    newcomers: { starts: 1, answered24h: null, medianMinutes: null },
  },
  concentration: { gini: null, busFactor: null, activeMembers: 1 },
  members: { total: 1 },
  stage: { value: 'unknown' },
  network: { ties: 0, density: null, reciprocity: null, clustering: null, isolatedShare: null, medianTies: null },
} as unknown as Parameters<typeof healthInputs>[0] & Parameters<typeof unknownFigures>[0];

const noGrowth = { joins: 0, leaves: 0, start: 0, rate: null };

/** Slots of a text that the facts at hand do not fill; a text that is missing has the one slot of its code. */
const unfilled = (section: Record<string, string>, code: string, facts: object): string[] =>
  Object.hasOwn(section, code) ? slots(section[code]!).filter((slot) => !(slot in facts)) : [`no words for ${code}`];

describe('the catalogue', () => {
  const [chinese, english] = [leaves(zhCN), leaves(en)];

  it('has the same keys in both languages, none empty', () => {
    expect([...english.keys()].toSorted()).toEqual([...chinese.keys()].toSorted());
    for (const [path, text] of [...chinese, ...english]) expect(text.trim(), path).not.toBe('');
  });

  it('uses the same facts in both languages', () => {
    for (const [path, text] of chinese) expect(new Set(slots(english.get(path)!)), path).toEqual(new Set(slots(text)));
  });

  it('has words for every code of the contract', () => {
    for (const messages of [zhCN, en]) {
      const sections = [
        [TIERS, messages.tiers],
        [SILENT_KINDS, messages.silentKinds],
        [ACTIVITY_TIERS, messages.activityTiers],
        [VALUE_CELLS, messages.valueCells],
        [STAGES, messages.stages],
        [HEALTH_BANDS, messages.healthBands],
        [HEALTH_PARTS, messages.healthParts],
        [SILENCE_CAUSES, messages.causes],
      ] as const;
      for (const [codes, section] of sections) expect(Object.keys(section).toSorted()).toEqual([...codes].toSorted());
    }
  });

  it('has words for every play, and uses no fact that the play does not give', () => {
    for (const messages of [zhCN, en]) {
      expect(Object.keys(messages.plays).toSorted()).toEqual(PLAYS.map(({ id }) => id).toSorted());
      for (const { why, metric } of PLAYS) {
        expect(messages.metrics, metric).toHaveProperty(metric);
        const text = messages.playReasons[why.code] ?? '';
        expect(why.facts, why.code).toEqual(expect.arrayContaining(slots(text)));
        expect(slots(text).length, why.code).toBeGreaterThan(0);
      }
    }
  });

  it('has words, filled by the facts at hand, for every reason why a figure is unknown', () => {
    const inputs = healthInputs(nothingKnown, noGrowth, {});
    const parts = Object.entries(inputs).map(([key, { raw, reason, facts }]) => ({ key, raw, reason, facts }));
    const unknown = unknownFigures({ ...nothingKnown, health: { score: null, weight: 10, parts } } as Parameters<
      typeof unknownFigures
    >[0]);
    expect(unknown.length).toBeGreaterThan(20);
    for (const messages of [zhCN, en]) {
      for (const { path, reason, facts } of unknown) {
        expect(unfilled(messages.unknown, reason, facts), `${path} ${reason}`).toEqual([]);
        expect(messages.paths, path).toHaveProperty([path]);
      }
    }
  });

  it('has words, filled by the facts at hand, for every evidence of a stage and every cause of a silence', () => {
    const { evidence } = stage(
      {
        today: 100,
        firstEvent: 0,
        mau: 1,
        highest: { mau: 2, day: '1970-02-01' },
        trend: null,
        weeklyActive: [1, 2],
        contributions91: 3,
        growth91: noGrowth,
        members: 1,
        outsideShare: 0.2,
      },
      DEFAULT_INSIGHT_RULES.stage,
    );
    const causes = silenceCauses({
      joinedDay: 0,
      lastActiveDay: 50,
      heardFromAtFirst: 0,
      firstMessage: { day: 1, answered: false },
      closest: { name: 'B', tie: 9, left: true, lastActiveDay: 40 },
      removed: { count: 1, last: 49 },
      sent28: 20,
      group: { name: 'g', before: 100, after: 10 },
      fading: { last28: 1, before84: 60 },
    });
    expect(causes.map(({ cause }) => cause)).toEqual(SILENCE_CAUSES);
    for (const messages of [zhCN, en]) {
      for (const { code, facts } of evidence) expect(unfilled(messages.stageEvidence, code, facts), code).toEqual([]);
      expect(Object.keys(messages.stageEvidence).toSorted()).toEqual(evidence.map(({ code }) => code).toSorted());
      for (const { cause, facts } of causes)
        expect(unfilled({ [cause]: messages.causes[cause].because }, cause, facts), cause).toEqual([]);
    }
  });

  it('speaks Chinese in Chinese and English in English, and does not shout', () => {
    for (const [path, text] of english) expect(text, path).not.toMatch(/\p{Script=Han}/u);
    for (const [path, text] of [...chinese, ...english]) expect(text, path).not.toMatch(/[!！]/u);
  });
});

describe('say', () => {
  it('fills facts in their forms', () => {
    const text =
      '{{share, percent}} {{n, count}} {{x, decimal}} {{m, minutes}} {{c, change}} {{n, day|days}} {{tier, word tiers}} {{name, quoted}} {{p, p}}';
    const facts = { share: 0.1234, n: 12_345, x: 0.123, m: 90, c: -0.2, tier: 'leader', name: 'A', p: 0.0002 };
    expect(say('en', text, facts)).toBe('12% 12.3k 0.12 1.5 h −20% days leader “A” < 0.001');
    expect(say('zh-CN', text, facts)).toBe('12% 1.2 万 0.12 1.5 小时 −20% days 专家领袖 「A」 < 0.001');
  });

  it('marks what is unknown, and never reads beyond the catalogue', () => {
    expect(say('en', '{{a, percent}} {{b}}', { a: null })).toBe('— —');
    expect(say('en', '{{tier, word tiers}}', { tier: 'constructor' })).toBe('constructor');
  });

  it('leaves no gap between 万 and the word after it', () => {
    expect(say('zh-CN', '{{n, count}} 条', { n: 160_000 })).toBe('16 万条');
  });

  it('does not fill facts twice', () => {
    expect(say('en', '{{name}}', { name: '{{n}}', n: 1 })).toBe('{{n}}');
  });

  it('shows a code it does not know with its facts', () => {
    expect(sayCode('en', insightMessages('en').unknown, 'brand_new', { n: 3 })).toBe('brand new (n 3)');
    expect(sayCode('en', insightMessages('en').unknown, 'toString')).toBe('toString');
  });
});
