import { listGroups } from '#modules/communities/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import {
  addBadge,
  addBenefit,
  addBoard,
  awardBadges,
  evaluateLevels,
  listLevels,
  saveLadder,
} from '#modules/levels/index.ts';
import type { WrittenBadge } from '#modules/levels/badges.contract.ts';
import type { WrittenBenefit } from '#modules/levels/benefits.contract.ts';
import type { WrittenBoard } from '#modules/levels/leaderboards.contract.ts';
import type { WrittenLevel } from '#modules/levels/levels.contract.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { CommunityIds } from './evaluations.ts';
import { levelServices } from './levels-work.ts';
import type { Services } from './services.ts';

type Words = [name: string, nameEn: string, description: string, descriptionEn: string];
const words = ([name, nameEn, description, descriptionEn]: Words) => ({ name, nameEn, description, descriptionEn });

const PLAIN: Pick<WrittenBenefit, 'hours' | 'period' | 'groupIds' | 'onEntry' | 'examDays' | 'enabled'> = {
  hours: null,
  period: null,
  groupIds: [],
  onEntry: 'note',
  examDays: null,
  enabled: true,
};
const BENEFITS = {
  coffee: {
    ...PLAIN,
    ...words(['每月一杯手冲', 'A pour-over a month', '店里任选一杯手冲咖啡', 'Any pour-over coffee in the shop']),
    key: 'coffee',
    kind: 'quota',
    period: 'month',
  },
  early: {
    ...PLAIN,
    ...words(['新书签售优先报名', 'Early sign-up for readings', '签售和讲座提前报名', 'Sign up before everybody else']),
    key: 'early-sign-up',
    kind: 'early_access',
    hours: 24,
  },
  birthday: {
    ...PLAIN,
    ...words(['生日书签', 'A bookmark for the birthday', '生日当月到店领取', 'Picked up in the month of the birthday']),
    key: 'birthday',
    kind: 'perk',
  },
} satisfies Record<string, WrittenBenefit>;

/** What levels are called and ask for: growth value, active days. */
const LEVELS: [Pick<WrittenLevel, 'name' | 'nameEn' | 'colour' | 'icon'>, growth: number, activeDays: number][] = [
  [{ name: '翻页', nameEn: 'Page turner', colour: '#5b8c00', icon: 'seedling' }, 0, 0],
  [{ name: '书签', nameEn: 'Bookmark', colour: '#08979c', icon: 'leaf' }, 60, 5],
  [{ name: '藏书', nameEn: 'Collector', colour: '#1677ff', icon: 'book' }, 240, 20],
  [{ name: '共读', nameEn: 'Fellow reader', colour: '#722ed1', icon: 'star' }, 700, 60],
  [{ name: '掌灯人', nameEn: 'Lamp keeper', colour: '#c41d7f', icon: 'crown' }, 1600, 120],
];

const BADGES: WrittenBadge[] = [
  {
    ...words(['常来常往', 'Here again and again', '90 天里有 30 天发过言', 'Wrote on 30 of the last 90 days']),
    icon: 'flame',
    colour: '#d4380d',
    enabled: true,
    rule: {
      kind: 'did',
      event: { kinds: ['contribution'] },
      count: 'days',
      test: 'at_least',
      number: 30,
      span: { lastDays: 90 },
    },
  },
  {
    ...words(['有问必答', 'Always an answer', '一年里回复过 50 次', 'Replied 50 times within a year']),
    icon: 'handshake',
    colour: '#08979c',
    enabled: true,
    rule: {
      kind: 'did',
      event: { kinds: ['reply', 'answer'] },
      count: 'times',
      test: 'at_least',
      number: 50,
      span: { lastDays: 365 },
    },
  },
  {
    ...words(['店长推荐', 'The owner’s choice', '由店长亲手颁发', 'Given by the owner']),
    icon: 'medal',
    colour: '#d48806',
    enabled: true,
    rule: null,
  },
];

const board = (name: string, nameEn: string, fields: Pick<WrittenBoard, 'metric' | 'period'>): WrittenBoard => ({
  name,
  nameEn,
  groupId: null,
  teams: [],
  withTeam: false,
  shown: true,
  ...fields,
});
const BOARDS = [
  board('本月贡献榜', 'Contribution this month', { metric: 'contribution', period: 'month' }),
  board('本周热心榜', 'Replies this week', { metric: 'did:reply', period: 'week' }),
  board('成长总榜', 'Growth value', { metric: 'growth', period: 'ever' }),
  board('本月积分榜', 'Points this month', { metric: 'points', period: 'month' }),
];

/** The levels of a reading circle with benefits, badges and leaderboards, and where its members stand. */
export async function demoLevels(services: Services, ids: CommunityIds): Promise<void> {
  const { database, clock } = services;
  const { communityId } = ids;
  await database.inWorkspace(ids.workspaceId, (tx) => writeAll(tx, ids, new Date(clock.now())));
  const parts = levelServices(services);
  await evaluateLevels(parts, { workspaceId: ids.workspaceId, communityId });
  await awardBadges(parts, ids);
}

async function writeAll(tx: Tx, { workspaceId, communityId }: CommunityIds, now: Date): Promise<void> {
  // A load that was cut off goes on at the next start.
  if ((await listLevels(tx, communityId)).length > 0) return;
  const actor = systemCaller(workspaceId);
  const of = { actor, communityId, now: now.getTime() };
  const group = (await listGroups(tx, communityId)).find(({ purpose }) => purpose === 'expert');
  const salon: WrittenBenefit | undefined = group && {
    ...PLAIN,
    ...words(['专家夜谈群', 'The experts’ circle', '与作者、编辑同群', 'In one group with authors and editors']),
    key: 'salon',
    kind: 'group',
    groupIds: [group.id],
  };
  const [coffee, early, birthday] = [
    await addBenefit(tx, of, BENEFITS.coffee),
    await addBenefit(tx, of, BENEFITS.early),
    await addBenefit(tx, of, BENEFITS.birthday),
  ];
  const salonId = salon && (await addBenefit(tx, of, salon)).id;
  const levels = LEVELS.map(([level, growth, activeDays], at) => ({
    ...level,
    standards: { growth, contribution: 0, activeDays, quizzes: 0 },
    benefits: [
      ...(at >= 1 ? [{ benefitId: birthday.id, quota: null }] : []),
      ...(at >= 2 ? [{ benefitId: coffee.id, quota: at - 1 }] : []),
      ...(at >= 3 ? [{ benefitId: early.id, quota: null }] : []),
      ...(at >= 3 && salonId ? [{ benefitId: salonId, quota: null }] : []),
    ],
  }));
  await saveLadder(tx, { actor, communityId, now, ladder: { levels } });
  for (const badge of BADGES) await addBadge(tx, of, badge);
  for (const one of BOARDS) await addBoard(tx, of, one);
}
