import { sql as pgSql } from 'kysely';
import type { InputFault } from '#kernel/errors.ts';
import { listGroups } from '#modules/communities/index.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { listAttributeDefinitions } from '#modules/members/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { levelsOf } from './dependencies.ts';
import { BadRule } from './errors.ts';
import { clausesOf, type Clause, type Rule } from './rule.contract.ts';
import { kindOf } from './rules/index.ts';
import type { Known } from './rules/rule-kind.ts';
import { schemeSegments } from './scheme-store.ts';
import type { SegmentServices } from './segment-services.ts';
import { listSegments } from './segment-store.ts';

/** Where the rule stands in the request, for pointers. */
const AT = '/body/rule';

/**
 * Checks that everything exists that a rule names, and that no segment is computed from itself. Throws BadRule with a
 * pointer to each place, SegmentCycle. `own` is the segment that the rule is for, where there is one already.
 */
export async function checkRule(
  { database, ruleSources }: Pick<SegmentServices, 'database' | 'ruleSources'>,
  evaluated: Evaluated,
  rule: Rule,
  own?: { id: string; name: string; tag: string | null },
): Promise<void> {
  const { community, frame } = evaluated;
  const there = await seenPlaces(evaluated);
  await database.inWorkspace(frame.scope.workspaceId, async (tx) => {
    const segments = await listSegments(tx, community.id);
    const schemes = await schemeSegments(tx, community.id);
    const attributes = await listAttributeDefinitions(tx, community.id);
    const groups = new Set([...(await listGroups(tx, community.id)).map(({ id }) => id), ...there.groups]);
    const levels = new Set((await ruleSources.listLevels(tx, community.id)).map(({ id }) => id));
    const members = await knownMembers(tx, community.id, rule);
    const known: Known = {
      attribute: (key) => attributes.some((one) => one.key === key && !one.hidden),
      group: (id) => groups.has(id),
      level: (id) => levels.has(id),
      platform: (name) => there.platforms.includes(name),
      member: (id) => members.has(id),
      segment: (id) => segments.some((one) => one.id === id),
      scheme: (id) => schemes.get(id),
    };
    const faults = placesOf(rule, AT).flatMap(([clause, where]) => checkClause(clause, known, where));
    if (faults.length > 0) throw new BadRule(faults);
    const others = segments.filter(({ id }) => id !== own?.id);
    if (own) levelsOf([...others, { ...own, rule }], (id) => schemes.get(id) ?? [], AT);
  });
}

const checkClause = (clause: Clause, known: Known, at: string): InputFault[] =>
  (kindOf(clause).check?.(clause as never, known) ?? []).map(({ where, what }) => ({ where: `${at}${where}`, what }));

/** The clauses of a rule with the pointer to each. */
function placesOf(rule: Rule, at: string): [Clause, string][] {
  if (rule.kind === 'not') return placesOf(rule.of, `${at}/of`);
  if (rule.kind !== 'all' && rule.kind !== 'any') return [[rule, at]];
  return rule.of.flatMap((inner, place) => placesOf(inner, `${at}/of/${place}`));
}

/** Platforms and groups on which anybody is. */
async function seenPlaces({
  frame: { engine, scope },
  evaluation,
}: Evaluated): Promise<{ platforms: string[]; groups: string[] }> {
  const [row] = await engine.query<{ platforms: string[]; groups: string[] }>(
    scope,
    'segments.places',
    sql`SELECT groupUniqArrayArray(platforms) AS platforms, groupUniqArrayArray(groups) AS groups
        FROM member_states WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)}`,
  );
  return row ?? { platforms: [], groups: [] };
}

async function knownMembers(tx: Tx, communityId: string, rule: Rule): Promise<Set<string>> {
  const named = clausesOf(rule).flatMap((one) => (one.kind === 'ties' && 'tiedTo' in one.is ? [one.is.tiedTo] : []));
  if (named.length === 0) return new Set();
  const { rows } = await pgSql<{ id: string }>`
    SELECT id FROM members WHERE community_id = ${communityId} AND id = ANY(${named}::uuid[])
  `.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
