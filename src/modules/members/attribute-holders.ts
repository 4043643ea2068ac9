import { sql, type RawBuilder } from 'kysely';
import { parseDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { getAttributeDefinition } from './attribute-definitions.ts';
import type { AttributeDefinition, AttributeFilter } from './contract.ts';

/** People, or all but these people. */
export type PeopleSet = { ids: string[]; except: boolean };

const SHOWN = (definitionId: string) => sql`
  SELECT DISTINCT ON (person) person, value FROM (
    SELECT coalesce(members.person_id, members.id) AS person, value, set_at, member_id
    FROM member_attributes JOIN members ON members.id = member_attributes.member_id
    WHERE definition_id = ${definitionId}
  ) AS held ORDER BY person, set_at DESC, member_id`;

/**
 * Who has an attribute as a test asks, by the value that a person shows: of several the latest. Without a value are
 * also those who refused. NotFound for an unknown key, BadInput for a value of the wrong type.
 */
export async function listHolders(tx: Tx, communityId: string, filter: AttributeFilter): Promise<PeopleSet> {
  const definition = await getAttributeDefinition(tx, communityId, filter.key);
  const { rows } = await sql<{ person: string }>`
    SELECT person FROM (${SHOWN(definition.id)}) AS shown WHERE value IS NOT NULL AND ${condition(definition, filter)}
  `.execute(tx);
  return { ids: rows.map(({ person }) => person), except: filter.test === 'none' };
}

function condition(definition: AttributeDefinition, { test, value }: AttributeFilter): RawBuilder<unknown> {
  const { type } = definition;
  const bad = (what: string): BadInput =>
    new BadInput(`${definition.name}: ${what}`, [{ where: '/attribute', what: `${definition.key}: ${what}` }]);
  if (test === 'any' || test === 'none') return sql`true`;
  if (test === 'contains') {
    if (type !== 'text') throw bad('only a text contains something');
    return sql`position(lower(${value}) IN lower(value #>> '{}')) > 0`;
  }
  if (test === 'is') {
    if (type === 'choices') return sql`value @> to_jsonb(${value}::text)`;
    if (type === 'text') return sql`lower(value #>> '{}') = lower(${value})`;
    return sql`value #>> '{}' = ${value}`;
  }
  if (type === 'number') {
    const bound = Number(value);
    if (value.trim() === '' || !Number.isFinite(bound)) throw bad('must be a number');
    return test === 'from'
      ? sql`(value #>> '{}')::float8 >= ${bound}::float8`
      : sql`(value #>> '{}')::float8 <= ${bound}::float8`;
  }
  if (type !== 'date') throw bad('only numbers and dates have a range');
  if (parseDay(value) === undefined) throw bad('must be a date as YYYY-MM-DD');
  return test === 'from' ? sql`value #>> '{}' >= ${value}` : sql`value #>> '{}' <= ${value}`;
}

/** The people who show exactly a value of an attribute, and those who show another or refused. */
export async function compareHolders(
  tx: Tx,
  definitionId: string,
  value: unknown,
): Promise<{ same: string[]; other: string[]; refused: string[] }> {
  const { rows } = await sql<{ person: string; refused: boolean; same: boolean }>`
    SELECT person, value IS NULL AS refused, coalesce(value = ${JSON.stringify(value)}::jsonb, false) AS same
    FROM (${SHOWN(definitionId)}) AS shown
  `.execute(tx);
  const ids = (which: (row: (typeof rows)[number]) => boolean) => rows.filter(which).map(({ person }) => person);
  return {
    same: ids(({ same }) => same),
    other: ids(({ same, refused }) => !same && !refused),
    refused: ids(({ refused }) => refused),
  };
}
