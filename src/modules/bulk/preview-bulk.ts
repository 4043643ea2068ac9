import { BadInput } from '#kernel/errors.ts';
import { countMembers, latestEvaluation, withPeopleSets, type InsightServices } from '#modules/insights/index.ts';
import {
  checkAttributeValue,
  compareHolders,
  getAttributeDefinition,
  listStanding,
  listTagged,
  type PeopleSet,
} from '#modules/members/index.ts';
import { grantScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { BulkAction, BulkPreview, Selection } from './contract.ts';
import { selectionCondition, segmentsOfSelection, setsOfSelection } from './select-members.ts';

/** Whom an action leaves as they are, and whom it would write over. */
type Standing = { already: PeopleSet; refused: PeopleSet; overwrites: PeopleSet };

const NOBODY: PeopleSet = { ids: [], except: false };

/** How people stand to an action before it is done. NotFound and BadInput for an attribute that does not take the value. */
export async function standingTo(tx: Tx, communityId: string, action: BulkAction): Promise<Standing> {
  const still = (ids: string[], except = false): Standing => ({
    already: { ids, except },
    refused: NOBODY,
    overwrites: NOBODY,
  });
  switch (action.kind) {
    case 'add-tag':
      return still(await listTagged(tx, communityId, action.tag));
    case 'remove-tag':
      return still(await listTagged(tx, communityId, action.tag, 'hand'), true);
    case 'add-standing':
      return still(await listStanding(tx, communityId, action.standing));
    case 'remove-standing':
      return still(await listStanding(tx, communityId, action.standing), true);
    case 'set-attribute': {
      const definition = await getAttributeDefinition(tx, communityId, action.key);
      if (definition.hidden)
        throw new BadInput(`${definition.name} is hidden`, [{ where: '/action/key', what: 'is hidden' }]);
      const value = checkAttributeValue(definition, action.value);
      const { same, other, refused } = await compareHolders(tx, definition.id, value);
      const set = (ids: string[]): PeopleSet => ({ ids, except: false });
      return { already: set(same), refused: set(refused), overwrites: set(other) };
    }
  }
}

const SAMPLE = 8;

/** What a bulk action would do, without doing it: how many it changes, how many it need not, and some of them. */
export async function previewBulk(
  services: InsightServices,
  order: { workspaceId: string; communityId: string; selection: Selection; action: BulkAction },
): Promise<BulkPreview & { evaluationId: string }> {
  const { database, engine } = services;
  const { workspaceId, communityId, selection, action } = order;
  const scope = grantScope(workspaceId, communityId);
  const { sets, standing, inSegment } = await database.inWorkspace(workspaceId, async (tx) => ({
    sets: await setsOfSelection(tx, communityId, selection),
    inSegment: await segmentsOfSelection(services, tx, scope, selection),
    standing: await standingTo(tx, communityId, action),
  }));
  const { id: evaluationId } = await latestEvaluation(services, workspaceId, communityId);
  const { already, refused, overwrites } = standing;
  return withPeopleSets(engine, scope, [...sets, already, refused, overwrites], async (conditions) => {
    const where = selectionCondition(scope, evaluationId, selection, [
      ...conditions.slice(0, sets.length),
      ...inSegment,
    ]);
    const [isAlready, isRefused, isOther] = conditions.slice(sets.length) as [Sql, Sql, Sql];
    const counts = {
      total: await countMembers(engine, scope, where),
      already: await countMembers(engine, scope, sql`${where} AND ${isAlready}`),
      refused: refused.ids.length === 0 ? 0 : await countMembers(engine, scope, sql`${where} AND ${isRefused}`),
      overwrites: overwrites.ids.length === 0 ? 0 : await countMembers(engine, scope, sql`${where} AND ${isOther}`),
    };
    const sample = await sampleOf(engine, scope, sql`${where} AND NOT (${isAlready}) AND NOT (${isRefused})`);
    return { ...counts, changes: counts.total - counts.already - counts.refused, sample, evaluationId };
  });
}

async function sampleOf(engine: EventEngine, scope: Scope, where: Sql): Promise<BulkPreview['sample']> {
  const rows = await engine.query<{ member_id: string; name: string }>(
    scope,
    'bulk.sample',
    sql`SELECT member_id, name FROM member_states WHERE ${where}
        ORDER BY weight365 DESC, member_id LIMIT ${p.uint(SAMPLE)}`,
  );
  return rows.map((row) => ({ memberId: row.member_id, name: row.name }));
}
