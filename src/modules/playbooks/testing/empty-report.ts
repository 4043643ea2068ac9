import { HEALTH_PARTS, type CommunityReport } from '#modules/insights/contract.ts';

/** The report of a community in which nothing ever happened; parts can be put in its place. */
export function emptyReport(change: Partial<CommunityReport> = {}): CommunityReport {
  const answering = { starts: 0, answered24h: null, medianMinutes: null };
  return {
    schema: 'qunluo.report/1',
    community: { id: 'c', name: 'c' },
    asOf: '2024-01-01',
    timezone: 'UTC',
    events: { total: 0, counted: 0, bots: 0, removed: 0, unknownKinds: 0, first: null, last: null },
    members: {
      total: 0, ever: 0, left: 0, joins28: 0, leaves28: 0,
      tiers: { newcomer: 0, leader: 0, loyal: 0, active: 0, potential: 0, silent: 0 },
      silent: { never_spoke: 0, lapsed: 0, dormant: 0 },
      activity: { core: 0, active: 0, potential: 0, silent: 0 },
      value: {
        basis: 'activity', people: 0, paying: 0,
        cells: { champions: 0, new: 0, loyal: 0, at_risk: 0, cannot_lose: 0, lost: 0, promising: 0 },
      },
    },
    activity: {
      dau: 0, wau: 0, mau: 0, stickiness: null, stickinessMedian: null, stickinessWeeks: 0, stickinessUnsteady: true,
      participation: null, contributions28: 0, daily: [], weekly: [],
      heatmap: Array.from({ length: 7 }, () => new Array<number>(24).fill(0)), busiestHours: [],
    },
    retention: { weekly: [], week4: { rate: null, retained: 0, size: 0, cohorts: 0 } },
    activation: { rate: null, joiners: 0, activated: 0 },
    responsiveness: { ...answering, newcomers: answering },
    concentration: { gini: null, busFactor: null, activeMembers: 0 },
    health: {
      score: null, band: null, weight: 0,
      parts: HEALTH_PARTS.map((key) => ({ key, weight: 10, raw: null, score: null, reason: 'no_data', facts: {} })),
    },
    stage: { value: 'unknown', evidence: [] },
    network: {
      ties: 0, people: 0, density: null, reciprocity: null, clustering: null, isolatedShare: null, medianTies: null, leaders: [],
    },
    wake: [], words: [], plays: [], unknown: [],
    ...change,
  };
}
