import type { EngagementTiers, MemberFacts } from '#modules/tiers/index.ts';
import type { Network } from '#modules/network/index.ts';
import { TIERS, type CommunityReport } from './contract.ts';
import { introduce } from './gather/names.query.ts';
import type { OpenedFrame } from './gather/open-frame.ts';
import type { People } from './gather/people.ts';

const SHOWN = 10;

export type LeaderInputs = {
  opened: OpenedFrame;
  people: People;
  facts: MemberFacts;
  tiers: EngagementTiers;
  network: Network;
  /** Number of the member at each node. */
  members: Uint32Array;
};

/** The members with the most influence, with the reasons for it; none where nobody is tied to anybody. */
export async function topLeaders(inputs: LeaderInputs): Promise<CommunityReport['network']['leaders']> {
  const { network, members, facts, tiers, people, opened } = inputs;
  if (network.figures.ties === 0) return [];
  const nodes = topNodes(network.influence, members, people);
  const persons = await introduce(
    opened.frame,
    people,
    opened.labels,
    nodes.map((node) => members[node]!),
  );
  return nodes.map((node, k) => {
    const member = members[node]!;
    return {
      ...persons.get(member)!,
      influence: significant(network.influence[node]!),
      tier: TIERS[tiers.tier[member]!]!,
      reasons: reasonsOf(k + 1, node, member, network, facts),
    };
  });
}

/** Twelve significant digits: more than that depends on the order in which an engine adds numbers up. */
export const significant = (value: number): number => Number(value.toPrecision(12));

function topNodes(influence: Float64Array, members: Uint32Array, people: People): number[] {
  const floor = influence.slice().sort().at(-SHOWN) ?? 0;
  const nodes: number[] = [];
  for (let node = 0; node < influence.length; node++) if (influence[node]! >= floor * (1 - 1e-12)) nodes.push(node);
  return nodes
    .sort(
      (a, b) =>
        significant(influence[b]!) - significant(influence[a]!) ||
        (people.ids.text(members[a]!) < people.ids.text(members[b]!) ? -1 : 1),
    )
    .slice(0, SHOWN);
}

function reasonsOf(
  rank: number,
  node: number,
  member: number,
  { influence, into, undirected }: Network,
  facts: MemberFacts,
): CommunityReport['network']['leaders'][number]['reasons'] {
  const degree = undirected.start[node + 1]! - undirected.start[node]!;
  const reasons: CommunityReport['network']['leaders'][number]['reasons'] = [
    {
      code: 'influence',
      facts: { rank, people: influence.length, times_average: significant(influence[node]! * influence.length) },
    },
    { code: 'ties', facts: { ties: degree, tied_to_them: into.start[node + 1]! - into.start[node]! } },
  ];
  if (facts.fans91[member]! > 0) {
    reasons.push({
      code: 'heard_from',
      facts: { people_91: facts.fans91[member]!, received_91: facts.received91[member]! },
    });
  }
  reasons.push({
    code: 'present',
    facts: { active_weeks_13: facts.activeWeeks13[member]!, active_days_28: facts.activeDays28[member]! },
  });
  return reasons;
}
