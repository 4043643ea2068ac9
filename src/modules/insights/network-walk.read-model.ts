import { NotFound } from '#kernel/errors.ts';
import { neighbourhood, shortestPath } from '#modules/network/index.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import { readStates } from './member-state.query.ts';
import {
  type NetworkOf,
  peopleOfNetwork,
  type PersonInNetwork,
  standingOf,
  tiesAmong,
} from './network-people.query.ts';
import { networkToWalk } from './network-walk.ts';
import type { Ego, NetworkPath, NetworkSummary } from './network-view.contract.ts';

/** People around somebody who are listed, at most. */
const SHOWN = 120;

/** A member of the evaluation, in the network or without ties. Throws NotFound. */
async function findPerson(network: NetworkOf, memberId: string): Promise<PersonInNetwork | Alone> {
  const [person] = await peopleOfNetwork(network, sql`member_id = ${p.uuid(memberId)}`);
  if (person) return person;
  const state = (await readStates(network.engine, network.scope, network.evaluationId, [memberId])).get(memberId);
  if (!state || state.is_member === 0) throw new NotFound('the member');
  return {
    memberId,
    member: state.external_id,
    name: state.name,
    tier: state.tier || null,
    influence: state.influence,
    node: undefined,
    circle: 0,
    ties: 0,
    cutOff: 0,
    component: 0,
    betweenness: 0,
    betweennessError: 0,
    x: 0,
    y: 0,
  };
}
type Alone = Omit<PersonInNetwork, 'node'> & { node: undefined };

/** Somebody and those around them within one step or two, with the ties among all of them. */
export async function readEgo(
  network: NetworkOf,
  { memberId, steps, betweenness }: { memberId: string; steps: number; betweenness: NetworkSummary['betweenness'] },
): Promise<Omit<Ego, 'asOf'>> {
  const person = await findPerson(network, memberId);
  const { engine, scope, evaluationId } = network;
  const { nodes, rows } = await networkToWalk(engine, scope, evaluationId);
  const near = person.node === undefined || person.node >= nodes ? [] : neighbourhood(rows, person.node, steps);
  const shown = near.slice(0, SHOWN);
  const places = shown.map(({ node }) => node);
  const people = new Map(
    (await peopleOfNetwork(network, sql`node IN ${p.uints(places)}`)).map((one) => [one.node, one]),
  );
  const ties = await tiesAmong(network, person.node === undefined ? [] : [person.node, ...places]);
  const own = new Map(ties.filter(({ a }) => a === person.node).map((tie) => [tie.b, tie]));
  const idOf = (node: number): string => (node === person.node ? memberId : people.get(node)!.memberId);
  return {
    member: {
      ...standingOf(person as PersonInNetwork),
      component: person.component,
      betweenness: betweenness === 'left_out' ? null : { value: person.betweenness, error: person.betweennessError },
    },
    people: shown.map(({ node, steps }) => ({
      ...standingOf(people.get(node)!),
      steps,
      given: own.get(node)?.given ?? 0,
      received: own.get(node)?.received ?? 0,
    })),
    ties: ties
      .filter(({ a, b }) => a < b)
      .map(({ a, b, given, received }) => ({ from: idOf(a), to: idOf(b), weight: given + received })),
    inAll: near.length,
  };
}

/** A shortest way between two members over their ties. Throws NotFound for who is no member. */
export async function readPath(network: NetworkOf, from: string, to: string): Promise<Omit<NetworkPath, 'asOf'>> {
  const [first, last] = [await findPerson(network, from), await findPerson(network, to)];
  if (first.node === undefined || last.node === undefined) return { people: [], ties: [], reason: 'no_ties' };
  const { nodes, rows } = await networkToWalk(network.engine, network.scope, network.evaluationId);
  const known = first.node < nodes && last.node < nodes;
  const path = known ? shortestPath(nodes, rows, first.node, last.node) : undefined;
  if (!path) return { people: [], ties: [], reason: 'apart' };
  const people = new Map((await peopleOfNetwork(network, sql`node IN ${p.uints(path)}`)).map((one) => [one.node, one]));
  const ties = new Map((await tiesAmong(network, path)).map((tie) => [`${tie.a} ${tie.b}`, tie]));
  return {
    people: path.map((node) => standingOf(people.get(node)!)),
    ties: path.slice(1).map((node, k) => {
      const { given, received } = ties.get(`${path[k]} ${node}`)!;
      return { given, received };
    }),
    reason: 'found',
  };
}
