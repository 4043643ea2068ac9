import { z } from 'zod';
import { recordChange, type Actor } from '#modules/identity/index.ts';
import { withPeopleSets, type InsightServices } from '#modules/insights/index.ts';
import {
  addTagToMany,
  type BulkOutcome,
  getAttributeDefinition,
  removeTagFromMany,
  setAttributeOfMany,
  setStandingOfMany,
} from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { Log } from '#platform/log.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { type BulkRow, failBulk, getBulk, noteProgress } from './bulk-store.ts';
import { nextPortion, segmentsOfSelection, selectionCondition, setsOfSelection } from './select-members.ts';

/** A bulk action that is too long for a request. */
export const runBulkTask = defineTask({
  name: 'bulk.run',
  schema: z.object({ workspaceId: z.string(), communityId: z.string(), bulkId: z.string() }),
  retryLimit: 8,
  expireInSeconds: 6 * 3600,
});

/** People done in one transaction. */
export const PORTION = 2_000;

export type BulkParts = InsightServices & {
  /** Standings count in figures. */
  onPeopleChanged?: (community: { workspaceId: string; communityId: string }) => void;
};

export type BulkRef = { workspaceId: string; communityId: string; bulkId: string };

/**
 * Runs a bulk action to its end, a portion a transaction, each with its progress, so that a run that was cut off goes
 * on behind the last portion and does nobody twice. Whom a filter means is fixed by the evaluation it was made in.
 */
export async function runBulk(parts: BulkParts, ref: BulkRef, signal?: AbortSignal): Promise<void> {
  const { database, engine } = parts;
  const { workspaceId, communityId, bulkId } = ref;
  const scope = grantScope(workspaceId, communityId);
  const { bulk, sets, inSegment } = await database.inWorkspace(workspaceId, async (tx) => {
    const bulk = await getBulk(tx, communityId, bulkId);
    const inSegment = await segmentsOfSelection(parts, tx, scope, bulk.selection);
    return { bulk, sets: await setsOfSelection(tx, communityId, bulk.selection), inSegment };
  });
  if (bulk.endedAt !== null) return;
  await withPeopleSets(engine, scope, sets, async (conditions) => {
    const where = selectionCondition(scope, bulk.evaluationId, bulk.selection, [...conditions, ...inSegment]);
    let place = bulk.place;
    do {
      signal?.throwIfAborted();
      const ids = await nextPortion(engine, scope, where, { after: place, limit: PORTION });
      place = ids.length < PORTION ? null : ids.at(-1)!;
      await database.inWorkspace(workspaceId, async (tx) => {
        const outcome = await changePortion(tx, bulk, ids);
        await noteProgress(tx, bulkId, { outcome, people: ids.length, place });
        if (place === null) await recordBulk(tx, workspaceId, await getBulk(tx, communityId, bulkId));
      });
    } while (place !== null);
  });
  if (bulk.action.kind.endsWith('-standing')) parts.onPeopleChanged?.({ workspaceId, communityId });
}

async function changePortion(tx: Tx, bulk: BulkRow, personIds: readonly string[]): Promise<BulkOutcome> {
  const { communityId, action } = bulk;
  const order = { communityId, personIds, operatorId: bulk.madeBy ?? undefined, bulkId: bulk.id };
  switch (action.kind) {
    case 'add-tag':
      return addTagToMany(tx, { ...order, tag: action.tag });
    case 'remove-tag':
      return removeTagFromMany(tx, { ...order, tag: action.tag });
    case 'set-attribute': {
      const { value, consent, consentHow } = action;
      const { id: definitionId } = await getAttributeDefinition(tx, communityId, action.key);
      return setAttributeOfMany(tx, { ...order, definitionId, value, consent, consentHow, setByKind: bulk.madeByKind });
    }
    case 'add-standing':
    case 'remove-standing':
      return setStandingOfMany(tx, { ...order, standing: action.standing, has: action.kind === 'add-standing' });
  }
}

/** Who made a bulk action, as the audit trail takes them. */
export const makerOf = (workspaceId: string, { madeBy, madeByKind }: Pick<BulkRow, 'madeBy' | 'madeByKind'>): Actor =>
  madeByKind === 'operator' && madeBy !== null
    ? { kind: 'operator', workspaceId, operatorId: madeBy }
    : { kind: 'system', workspaceId };

const recordBulk = (tx: Tx, workspaceId: string, bulk: BulkRow): Promise<void> =>
  recordChange(tx, makerOf(workspaceId, bulk), {
    action: 'bulk.start',
    subject: { kind: 'bulk-action', id: bulk.id, label: bulk.action.kind },
    communityId: bulk.communityId,
    after: { action: bulk.action, changed: bulk.changed, already: bulk.already, refused: bulk.refused },
  });

/** Runs the bulk actions that were too long for their requests. */
export async function workOnBulkActions(parts: BulkParts & { jobs: Jobs; log: Log }): Promise<void> {
  const { jobs, database, log } = parts;
  await jobs.work(runBulkTask, async (ref, { signal, retry }) => {
    try {
      await runBulk(parts, ref, signal);
    } catch (error) {
      if (signal.aborted || retry < runBulkTask.options.retryLimit) throw error;
      log.error({ err: error, bulkId: ref.bulkId }, 'a bulk action failed for good');
      await database.inWorkspace(ref.workspaceId, (tx) => failBulk(tx, ref.bulkId, String(error)));
    }
  });
}
