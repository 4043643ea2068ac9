import { formatDay, isoWeek, mondayOf, parseDay } from '#kernel/calendar.ts';
import { HEALTH_PARTS, TIERS, communityReportSchema, type CommunityReport } from '#modules/insights/contract.ts';

const today = parseDay('2026-11-18')!;

const wave = (index: number, mean: number, swing: number): number => Math.round(mean + swing * Math.sin(index / 5));

function weekly(): CommunityReport['activity']['weekly'] {
  return Array.from({ length: 30 }, (_, index) => {
    const monday = mondayOf(today) - 7 * (29 - index);
    return {
      week: isoWeek(monday),
      new: wave(index, 24, 10),
      retained: wave(index, 150, 40),
      returning: wave(index, 40, 15),
      dormant: 30 + index * 9,
      complete: monday + 6 <= today,
    };
  });
}

function cohorts(): CommunityReport['retention']['weekly'] {
  return Array.from({ length: 20 }, (_, index) => {
    const age = 19 - index;
    const size = wave(index, 24, 10);
    const retained = Array.from({ length: Math.min(12, age) + 1 }, (_unused, week) =>
      Math.round(size * (week === 0 ? 1 : 0.45 / Math.sqrt(week))),
    );
    return { cohort: isoWeek(mondayOf(today) - 7 * age), size, retained, unbounded: retained, unfinished: age <= 12 };
  });
}

const daily = (): CommunityReport['activity']['daily'] =>
  Array.from({ length: 274 }, (_, index) => ({
    day: formatDay(today - 273 + index),
    dau: wave(index, 90 + index / 4, 20),
    mau: wave(index, 400 + index, 60),
    contributions: wave(index, 600, 200),
  }));

const heatmap = (): number[][] =>
  Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 24 }, (_unused, hour) =>
      hour < 7 ? 0 : (weekday + 1) * Math.round(20 * (1 + Math.sin(hour / 3))),
    ),
  );

/** A made-up report that the schema accepts, for tests of renderers; `change` edits a copy before it is checked. */
export function sampleReport(change: (report: CommunityReport) => void = () => {}): CommunityReport {
  const report: CommunityReport = {
    schema: 'qunluo.report/1',
    community: { id: 'readers', name: '群落书友会' },
    asOf: formatDay(today),
    timezone: 'Asia/Shanghai',
    events: {
      total: 161_483,
      counted: 160_001,
      bots: 912,
      removed: 570,
      unknownKinds: 12,
      first: '2026-02-18',
      last: '2026-11-18',
    },
    members: {
      total: 2000,
      ever: 2310,
      left: 310,
      joins28: 214,
      leaves28: 31,
      tiers: { newcomer: 118, leader: 38, loyal: 131, active: 322, potential: 411, silent: 980 },
      silent: { never_spoke: 420, lapsed: 260, dormant: 300 },
      activity: { core: 169, active: 322, potential: 529, silent: 980 },
      value: {
        basis: 'purchases',
        people: 640,
        cells: { champions: 120, new: 90, loyal: 150, at_risk: 110, cannot_lose: 12, lost: 118, promising: 40 },
        paying: 512,
      },
    },
    activity: {
      dau: 214,
      wau: 521,
      mau: 880,
      stickiness: 0.2134,
      stickinessMedian: 0.19,
      stickinessWeeks: 26,
      stickinessUnsteady: false,
      participation: 0.4355,
      contributions28: 18_204,
      daily: daily(),
      weekly: weekly(),
      heatmap: heatmap(),
      busiestHours: [
        { hour: 21, contributions: 8120, share: 0.14 },
        { hour: 20, contributions: 7100, share: 0.12 },
        { hour: 12, contributions: 5200, share: 0.09 },
      ],
    },
    retention: { weekly: cohorts(), week4: { rate: 0.21, retained: 42, size: 200, cohorts: 8 } },
    activation: { rate: 0.62, joiners: 340, activated: 211 },
    responsiveness: {
      starts: 812,
      answered24h: 0.871,
      medianMinutes: 7.4,
      newcomers: { starts: 18, answered24h: 0.61, medianMinutes: 35 },
    },
    concentration: { gini: 0.71, busFactor: 33, activeMembers: 880 },
    health: {
      score: 72,
      band: 'healthy',
      weight: 90,
      parts: HEALTH_PARTS.map((key, index) =>
        key === 'satisfaction'
          ? { key, weight: 10, raw: null, score: null, reason: 'never_asked', facts: {} }
          : {
              key,
              weight: [20, 25, 20, 15, 10][index]!,
              raw: 0.4 + index / 10,
              score: 55 + index * 9.3,
              reason: null,
              facts: {},
            },
      ),
    },
    stage: {
      value: 'development',
      evidence: [
        {
          rule: 'decline',
          code: 'collapsed',
          holds: false,
          facts: {
            mau: 880,
            highest_mau: 1103,
            highest_day: '2026-07-01',
            ratio: 0.8,
            share_limit: 0.25,
            needed_highest: 10,
          },
        },
        {
          rule: 'development',
          code: 'net_growth',
          holds: true,
          facts: { joins_91: 420, leaves_91: 60, members_at_start: 1640, members: 2000, rate: 0.22, limit: 0.1 },
        },
      ],
    },
    network: {
      ties: 24_110,
      people: 2000,
      density: 0.006,
      reciprocity: 0.43,
      clustering: 0.31,
      isolatedShare: 0.38,
      medianTies: 4,
      leaders: TIERS.slice(1, 4).map((tier, index) => ({
        member: `wm${index}`,
        memberId: `0000-${index}`,
        name: ['爱喝拿铁的鱼', '且听风吟', 'Momo'][index]!,
        influence: 0.012 - index / 500,
        tier,
        reasons: [{ code: 'heard_from', facts: { people_91: 41, received_91: 310 } }],
      })),
    },
    wake: [
      {
        member: 'wx1',
        memberId: '0000-w',
        name: '住在图书馆的柠檬',
        lastActive: '2026-09-02',
        silentKind: 'lapsed',
        worth: 212,
        causes: [
          { cause: 'group_went_quiet', facts: { group: '科幻奇幻读书会', before: 400, after: 90 } },
          { cause: 'drifted', facts: { last_active: '2026-09-02', active_days_last_28: 2, active_days_before_84: 30 } },
        ],
      },
    ],
    words: [
      {
        groupId: '1',
        group: '科幻奇幻读书会',
        words: [
          { word: '沙丘', count: 412, score: 9.1 },
          { word: '翻译', count: 380, score: 4.2 },
        ],
      },
    ],
    plays: [
      {
        play: 'answer_newcomers',
        why: { code: 'newcomers_unanswered', facts: { share: 0.39 } },
        members: 18,
        metric: 'newcomer_responsiveness',
      },
    ],
    unknown: [{ path: 'health.parts.satisfaction', reason: 'never_asked', facts: {} }],
  };
  change(report);
  return communityReportSchema.parse(report);
}
