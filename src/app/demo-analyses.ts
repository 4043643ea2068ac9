import { addAnalysis, addDashboard, setBrands } from '#modules/analyses/index.ts';
import type { CreateAnalysis } from '#modules/analyses/saved.contract.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

type Kept = Omit<CreateAnalysis, 'description'> & { description?: string; width?: 'half' | 'full' };

/** What the operators of a bookshop's community would look at each Monday. */
const ANALYSES: readonly Kept[] = [
  {
    name: '新人留下来了吗',
    description: '按首次发言的那一周分组，之后每周还有多少人回来。',
    kind: 'retention',
    params: { interval: 'week', range: { lastDays: 180 }, ages: 12 },
    width: 'full',
  },
  {
    name: '从进群到下单',
    description: '进群、第一次发言、回复别人、购买：在哪一步走掉的人最多。',
    kind: 'funnel',
    params: {
      range: { lastDays: 180 },
      window: { days: 60 },
      steps: [
        { name: '进群', kinds: ['join'] },
        { name: '发言', kinds: ['message'] },
        { name: '回复别人', kinds: ['reply'] },
        { name: '购买', kinds: ['purchase'] },
      ],
    },
  },
  {
    name: '进群之后做什么',
    kind: 'paths',
    params: { range: { lastDays: 180 }, anchor: { kind: 'join' }, direction: 'from', depth: 4, nodes: 5 },
  },
  {
    name: '每周谁来谁走',
    kind: 'lifecycle',
    params: { interval: 'week', range: { lastDays: 182 } },
  },
  {
    name: '怎样的新人会留下',
    description: '头 14 天的行为与第 60 天后仍然活跃之间的关联（不是因果）。',
    kind: 'key-path',
    params: { range: { lastDays: 365 } },
  },
  { name: '最近在聊什么', kind: 'topics', params: { range: { lastDays: 28 } } },
  { name: '什么时候最热闹', kind: 'heatmap', params: { range: { lastDays: 91 } } },
];

/** What the operators listen for: their own gatherings, and where else people meet. */
const BRANDS = [
  { name: '书店与读书会', own: true, words: ['书店', '读书会', '共读'], except: [] },
  { name: '咖啡馆', own: false, words: ['咖啡馆', '咖啡'], except: [] },
];

/** Analyses that are kept, the brands that are watched, and the dashboard that shows them. */
export async function demoAnalyses({ database }: Services, { workspaceId, communityId }: CommunityIds): Promise<void> {
  await database.inWorkspace(workspaceId, async (tx) => {
    await setBrands(tx, communityId, BRANDS);
    const tiles = [];
    for (const { width = 'half', ...analysis } of ANALYSES) {
      const kept = { description: '', ...analysis };
      tiles.push({ analysisId: await addAnalysis(tx, communityId, kept, undefined), width });
    }
    const board = { name: '周一例会', description: '每周一看一遍：谁留下，谁走了，卡在哪一步。' };
    await addDashboard(tx, communityId, { ...board, range: null, segmentId: null, tiles }, undefined);
  });
}
