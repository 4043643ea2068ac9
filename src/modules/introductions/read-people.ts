import { setImmediate as nextTurn } from 'node:timers/promises';
import { idText, type Evaluated, sampledTexts, tokenise } from '#modules/insights/index.ts';
import { listHeldValues, listTagHolders } from '#modules/members/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Candidate } from './candidate-pairs.ts';
import { PAIR_RULES } from './pair-rules.ts';
import { type Interest, isDistinctive } from './shared-interests.ts';

const ACTIVE_DAYS = 28;

type Row = {
  member_id: string;
  name: string;
  tier: string;
  joined: number;
  influence: number;
  groups: string[];
  ties: number;
  node: number;
  circle: number;
  component: number;
};

export type Considered = Candidate & { readonly name: string };

/**
 * Who may be introduced: members who were active in the last 28 days or are new, the most active and the newest first, up
 * to a bound; `without` (the team) are left out. In the order of their ids.
 */
export async function readPeople(
  { frame, evaluation, today }: Evaluated,
  without: ReadonlySet<string>,
): Promise<Considered[]> {
  const own = sql`${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluation.id)}`;
  const rows = await frame.engine.query<Row>(
    frame.scope,
    'introductions.people',
    sql`SELECT s.member_id AS member_id, name, tier, joined, influence, groups, ties, node, circle, component
        FROM (SELECT member_id, name, tier, toUInt16(joined_day) AS joined, influence, groups FROM member_states
          WHERE ${own} AND is_member = 1 AND (tier = 'newcomer' OR last_day > ${p.day(today - ACTIVE_DAYS)})
          ORDER BY active_days28 DESC, joined_day DESC, member_id LIMIT ${p.uint(PAIR_RULES.people)}) AS s
        ANY LEFT JOIN (SELECT member_id, ties, node, circle, component FROM network_members WHERE ${own}) AS n
          ON n.member_id = s.member_id
        ORDER BY member_id`,
  );
  return rows
    .filter((row) => !without.has(row.member_id))
    .map((row) => ({
      memberId: row.member_id,
      name: row.name,
      isNew: row.tier === 'newcomer',
      isLeader: row.tier === 'leader',
      joined: row.joined,
      influence: row.influence,
      groups: row.groups,
      node: row.ties > 0 ? row.node : -1,
      circle: row.circle,
      component: row.component,
    }));
}

/** A word counts for who wrote it in at least so many texts of the sample. */
const TEXTS_EACH = 2;
const TEXTS_A_TURN = 250;

/** Words that few people write, over a sample of the texts of 91 days that is bounded and always the same. */
export async function readWords({ frame }: Evaluated, people: readonly Considered[]): Promise<Interest[]> {
  const at = new Map(people.map(({ memberId }, k) => [memberId, k]));
  const names = new Set(people.flatMap(({ name }) => [name.toLowerCase(), ...tokenise(name)]));
  const memberOf = personaMembers(frame);
  const { rows, accountIds, bodies } = await sampledTexts(frame);
  const times = new Map<string, Map<number, number>>();
  for (let row = 0; row < rows; row++) {
    const account = idText(accountIds, row);
    const person = at.get(memberOf.get(account) ?? account);
    if (person !== undefined)
      for (const word of new Set(tokenise(bodies[row]!))) {
        if (names.has(word)) continue;
        const of = times.get(word) ?? new Map<number, number>();
        times.set(word, of.set(person, (of.get(person) ?? 0) + 1));
      }
    if (row % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
  }
  const interests: Interest[] = [];
  for (const [label, of] of times) {
    const who = [...of].filter(([, texts]) => texts >= TEXTS_EACH).map(([person]) => person);
    if (isDistinctive(who.length, people.length))
      interests.push({ kind: 'word', label, people: Uint32Array.from(who).sort() });
  }
  return interests.sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** The member of each account that is not a member of its own; of one that was renamed, the first who had it. */
function personaMembers({ mapped }: Evaluated['frame']): Map<string, string> {
  const found = new Map<string, string>();
  for (let row = 0; row < mapped.personas.length / 4; row++)
    found.set(idText(mapped.personas, row), idText(mapped.members, row));
  return found;
}

/** Tags, and choices that people made in attributes and did not refuse the use of, which few share. */
export async function readMarks(tx: Tx, communityId: string, people: readonly Considered[]): Promise<Interest[]> {
  const at = new Map(people.map(({ memberId }, k) => [memberId, k]));
  const whoOf = (ids: readonly string[]): Uint32Array =>
    Uint32Array.from(new Set(ids.flatMap((id) => at.get(id) ?? []))).sort();
  const tags = (await listTagHolders(tx, communityId)).map(({ tag, members }): Interest => ({
    kind: 'tag',
    label: tag,
    people: whoOf(members),
  }));
  const values = (await listHeldValues(tx, communityId)).map(({ name, value, members }): Interest => ({
    kind: 'attribute',
    label: value,
    name,
    people: whoOf(members),
  }));
  return [...tags, ...values].filter((one) => isDistinctive(one.people.length, people.length));
}
