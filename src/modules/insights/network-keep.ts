import { structureApart, type Network, type Places, type Structure } from '#modules/network/index.ts';
import type { GatheredMembers } from './gather/gather-members.ts';
import type { Frame } from './gather/standing.ts';
import { writeNetworkMembers, writeNetworkTies } from './network-rows.ts';
import { circleWords } from './network-words.ts';
import type { KeptCircle, NetworkSummary } from './network-view.contract.ts';

/** What an evaluation knows of the network besides the figures of its report. */
export type EvaluatedNetwork = {
  frame: Frame;
  people: GatheredMembers['people'];
  network: Network;
  /** Number of the member at each node. */
  members: Uint32Array;
  /** Where people stood in the picture before this one, by node: the new one starts from there. */
  places?: Places | undefined;
};

/** Circles that are described; there are seldom as many that mean something. */
const CIRCLES_KEPT = 100;
const LEADERS = 3;

/**
 * Works out how the network of an evaluation hangs together, writes who stands where and the ties to walk along into the
 * engine, and gives what there is to say of the whole.
 */
export async function keepNetwork(evaluated: EvaluatedNetwork, evaluationId: string): Promise<NetworkSummary> {
  const { frame, people, network, members, places } = evaluated;
  const structure = await structureApart({
    nodes: network.figures.people,
    undirected: network.undirected,
    clustering: network.figures.clustering,
    places,
  });
  const described = Math.min(CIRCLES_KEPT, structure.circles.length);
  const circleOf = new Uint32Array(people.ids.size);
  for (const [place, node] of structure.tied.entries()) {
    const own = structure.circle[place]!;
    circleOf[members[node]!] = own > described ? 0 : own;
  }
  const words = await circleWords(frame, people, { circleOf, circles: described });
  await writeNetworkMembers({ frame, people, members, structure, evaluationId });
  const keptTies = await writeNetworkTies({ frame, network, structure, evaluationId });
  const idAt = (place: number): string => people.ids.text(members[structure.tied[place]!]!);
  const leaders = leadersOf(structure, network.influence, described);
  return {
    figures: figuresOf(network, structure),
    circles: structure.circles.slice(0, described).map((shape, k): KeptCircle => ({
      circle: k + 1,
      size: shape.size,
      ties: shape.ties,
      inward: shape.inward,
      words: words[k] ?? [],
      leaders: leaders[k]!.map(idAt),
      holder: idAt(shape.holder),
      holderShare: shape.holderShare,
    })),
    circlesInAll: structure.circles.length,
    betweenness: structure.betweenness === null ? 'left_out' : structure.betweennessError ? 'sampled' : 'exact',
    keptTies,
    leftOut: [...structure.leftOut],
  };
}

/** The figures of a whole network. */
export function figuresOf({ figures, undirected }: Network, structure: Structure): NetworkSummary['figures'] {
  const { tied, componentSizes, circle, cutOff } = structure;
  return {
    people: figures.people,
    tied: tied.length,
    isolated: figures.people - tied.length,
    ties: undirected.target.length / 2,
    density: figures.density,
    reciprocity: figures.reciprocity,
    clustering: figures.clustering,
    medianTies: figures.medianTies,
    components: componentSizes.length,
    largestComponent: componentSizes[0] ?? 0,
    meanDistance: structure.meanDistance,
    within90: structure.within90,
    smallWorld: structure.smallWorld,
    modularity: structure.modularity,
    circled: circle.reduce((sum, own) => sum + (own > 0 ? 1 : 0), 0),
    bridges: cutOff.reduce((sum, cut) => sum + (cut > 0 ? 1 : 0), 0),
  };
}

/** The places of the most influential people of each circle, most influential first; of equal ones the first. */
function leadersOf({ tied, circle }: Structure, influence: Float64Array, circles: number): number[][] {
  const found = Array.from({ length: circles }, (): number[] => []);
  const of = (place: number): number => influence[tied[place]!]!;
  for (let place = 0; place < tied.length; place++) {
    const list = found[circle[place]! - 1];
    if (!list || (list.length === LEADERS && of(list[LEADERS - 1]!) >= of(place))) continue;
    const at = list.findIndex((other) => of(other) < of(place));
    list.splice(at < 0 ? list.length : at, 0, place);
    if (list.length > LEADERS) list.pop();
  }
  return found;
}
