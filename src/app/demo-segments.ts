import { AppError } from '#kernel/errors.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { openEvaluated } from '#modules/insights/index.ts';
import { createScheme, createSegment, listSegments } from '#modules/segments/index.ts';
import type { Rule } from '#modules/segments/rule.contract.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

type Kept = { name: string; description: string; rule: Rule; tag?: string };

const did = (kinds: readonly ('contribution' | 'purchase' | 'message')[], number: number, lastDays: number): Rule => ({
  kind: 'did',
  event: { kinds: [...kinds] },
  count: 'times',
  test: 'at_least',
  number,
  span: { lastDays },
});

/** Whom the operators of a bookshop's community ask for again and again. */
const SEGMENTS: readonly Kept[] = [
  {
    name: '买过书但安静了',
    description: '半年内买过书，最近 28 天却没有任何参与：值得一个私下的问候。',
    rule: { kind: 'all', of: [did(['purchase'], 1, 182), { kind: 'not', of: did(['contribution'], 1, 28) }] },
    tag: '待唤醒买家',
  },
  {
    name: '还没开口的新人',
    description: '30 天内加入、还没有说过话的人：欢迎他们，问一个容易回答的问题。',
    rule: {
      kind: 'all',
      of: [
        { kind: 'joined', when: { withinDays: 30 } },
        { kind: 'not', of: did(['message'], 1, 30) },
      ],
    },
  },
  {
    name: '常来的书友',
    description: '28 天里至少参与 12 次，并且与三个以上的人有来往。',
    rule: { kind: 'all', of: [did(['contribution'], 12, 28), { kind: 'ties', is: { test: 'at_least', number: 3 } }] },
  },
  {
    name: '来过几次的书友',
    description: '91 天里至少参与 3 次。',
    rule: did(['contribution'], 3, 91),
  },
];

/** Segments that the demo's operators keep, one of them with a tag, and tiers of their own out of two. */
export async function demoSegments(services: Services, { workspaceId, communityId }: CommunityIds): Promise<void> {
  const evaluated = await openEvaluated(services, { workspaceId, communityKey: communityId });
  const asking = { caller: systemCaller(workspaceId), evaluated };
  const ids: string[] = [];
  const inside = services.database.inWorkspace.bind(services.database);
  const there = await inside(workspaceId, (tx) => listSegments(tx, communityId));
  for (const { tag = null, ...segment } of SEGMENTS) {
    // A load that was cut off has made some of them.
    const made = there.find(({ name }) => name === segment.name)?.id;
    ids.push(made ?? (await createSegment(services, asking, { kind: 'rule', ...segment, tag })));
  }
  try {
    await createScheme(services, asking, { name: '书友热度', tiers: ids.slice(2) });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'name_taken') throw error;
  }
}
