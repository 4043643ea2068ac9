import { recomputeSegments, type SegmentServices } from '#modules/segments/index.ts';
import type { CreateSegment } from '#modules/segments/contract.ts';
import type { Clause, Rule } from '#modules/segments/rule.contract.ts';

const MESSAGES = { kinds: ['message' as const] };
const BOUGHT = { kinds: ['purchase' as const], value: { test: 'at_least' as const, number: 5 } };

/** One clause of each kind, and the forms of it whose queries differ. */
const clausesWith = (memberId: string): readonly Clause[] => [
  { kind: 'attribute', key: 'city', test: 'contains', value: 'X' },
  { kind: 'tag', tag: 'known' },
  { kind: 'tier', scheme: 'engagement', in: ['active'] },
  { kind: 'tier', scheme: 'paying', in: ['paying'] },
  { kind: 'stage', in: ['maturity'] },
  { kind: 'platform', in: ['wechat'] },
  {
    kind: 'did',
    event: { kinds: ['contribution'] },
    count: 'days',
    test: 'at_least',
    number: 2,
    span: { lastDays: 28 },
  },
  { kind: 'did', event: BOUGHT, count: 'times', test: 'exactly', number: 0 },
  { kind: 'first-last', which: 'last', event: { kinds: ['purchase'] }, when: { beforeDays: 30 } },
  { kind: 'sequence', first: MESSAGES, next: BOUGHT, withinDays: 7, span: { lastDays: 91 } },
  { kind: 'amount', of: 'average', event: MESSAGES, property: 'order.total', test: 'at_least', number: 1 },
  { kind: 'amount', of: 'sum', event: { kinds: ['purchase', 'refund'] }, test: 'at_least', number: 1 },
  { kind: 'words', words: ['a'], match: 'any', times: 1, span: { lastDays: 28 } },
  { kind: 'ties', is: { tiedTo: memberId } },
  { kind: 'ties', is: { test: 'at_most', number: 3 } },
  { kind: 'ties', is: { isolated: false } },
  { kind: 'value', recency: [4, 5] },
  { kind: 'joined', when: { withinDays: 90 } },
];

type Post = (path: string, payload: object) => Promise<Record<string, unknown>>;
type Read = (path: string) => Promise<Record<string, unknown>>;

/** Every route of segments, with rules of every kind alone, together, and brought up to date. */
export async function askSegments(
  { post, read, services }: { post: Post; read: Read; services: SegmentServices },
  ids: { workspaceId: string; communityId: string; memberId: string },
): Promise<void> {
  const clauses = clausesWith(ids.memberId);
  const make = async (body: Partial<CreateSegment>): Promise<string> => (await post('/segments', body)).id as string;
  for (const at of [0, 6, 12, 13]) await post('/segments/preview', { rule: clauses[at] });
  const any: Rule = { kind: 'any', of: [...clauses] };
  const all = await make({ kind: 'rule', name: 'all kinds', rule: any });
  const tagged = await make({ kind: 'rule', name: 'tagged', rule: { kind: 'not', of: clauses[6]! }, tag: 'by rule' });
  const listed = await make({ kind: 'list', name: 'listed', memberIds: [ids.memberId] });
  await make({ kind: 'rule', name: 'of segments', rule: { kind: 'segment', segmentId: tagged } });
  await post(`/segments/${listed}/members`, { remove: [ids.memberId] });
  const scheme = (await post('/tier-schemes', { name: 'own', tiers: [tagged, all] })).id as string;
  await make({ kind: 'rule', name: 'of tiers', rule: { kind: 'tier', scheme, in: [all, 'none'] } });
  await post(`/tier-schemes/${scheme}/people`, { tier: all });
  const segmentIds = [all, tagged, listed];
  await post('/segments/overlap', { segmentIds });
  await post('/segments/overlap/people', { segmentIds, in: [true, false, false] });
  await post('/segments/import', { name: 'file', csv: `id\n${ids.memberId}` });
  await post('/segments/from-members', { name: 'chosen', selection: { ids: [ids.memberId] } });
  await read(`/segments/${all}/members/${ids.memberId}`);
  await read(`/segments/${all}/changes?memberId=${ids.memberId}&entered=true`);
  await read(`/segments/${all}/compare?b=${tagged}`);
  for (const path of ['/segments', '/segments/vocabulary', '/tier-schemes', `/members/${ids.memberId}/segments`])
    await read(path);
  await read(`/members?segment=${tagged}`);
  await recomputeSegments(services, ids);
}
