import { analyseApart, type Network } from '#modules/network/index.ts';
import type { MemberFacts } from '#modules/tiers/index.ts';
import type { People } from './gather/people.ts';
import type { Frame } from './gather/standing.ts';
import { tiesAt } from './gather/tie-gains.query.ts';

export type MemberNetwork = {
  network: Network;
  /** Number of the member at each node. */
  members: Uint32Array;
  /** PageRank by member; 0 for people who are no members. */
  influence: Float64Array;
};

/** The network of today's members: only members are nodes, and ties to people who left do not exist. */
export async function networkOfMembers(frame: Frame, people: People, facts: MemberFacts): Promise<MemberNetwork> {
  const node = new Int32Array(facts.count).fill(-1);
  const members = new Uint32Array(facts.count);
  let nodes = 0;
  for (let i = 0; i < facts.count; i++) {
    if (facts.isMember[i] === 0) continue;
    members[nodes] = i;
    node[i] = nodes++;
  }
  const network = await analyseApart(await tiesAt(frame, people, nodes, node));
  const influence = new Float64Array(facts.count);
  for (let k = 0; k < nodes; k++) influence[members[k]!] = network.influence[k]!;
  return { network, members: members.subarray(0, nodes), influence };
}
