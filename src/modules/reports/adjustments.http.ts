import { z } from 'zod';
import { BadInput } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { operatorsOf, recordChange } from '#modules/identity/index.ts';
import type { MetricKey } from '#modules/insights/metrics.contract.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { decideInReport, getAdjustment, removeAdjustment, setAdjustment } from './adjustment-store.ts';
import { adjustmentBody, adjustmentParams, adjustmentSchema, changeAdjustmentBody, reportParams } from './contract.ts';
import { getReport, type KeptReport } from './report-store.ts';

const LIST = '/api/v1/communities/:communityId/reports/:reportId/adjustments';

type Params = { communityId: string; reportId: string };

/** What is decided over a report. */
export function adjustmentRoutes({ database }: { database: Database }): Route[] {
  const inReport = <T>(
    caller: Caller,
    params: Params,
    work: (tx: Tx, report: KeptReport, communityId: string) => Promise<T>,
  ) =>
    database.inWorkspace(caller.workspaceId, async (tx) => {
      const { id } = await getCommunity(tx, params.communityId);
      return work(tx, await getReport(tx, id, params.reportId), id);
    });
  return [
    route({
      id: 'reports.add-adjustment',
      method: 'POST',
      path: LIST,
      summary: 'Write down what is to be done differently, why, who does it, and what it is meant to move',
      params: reportParams,
      body: adjustmentBody,
      reply: adjustmentSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inReport(caller, params, async (tx, report, communityId) => {
          await checkOwner(tx, body.ownerId);
          const id = await decideInReport(tx, report.id, body);
          await recordChange(tx, caller, {
            action: 'reports.add-adjustment',
            subject: subjectOf(id, body),
            communityId,
            after: body,
          });
          return getAdjustment(tx, report.id, id);
        }),
    }),
    route({
      id: 'reports.change-adjustment',
      method: 'PATCH',
      path: `${LIST}/:adjustmentId`,
      summary: 'Change an adjustment, say that it was done, and what came of it',
      params: adjustmentParams,
      body: changeAdjustmentBody,
      reply: adjustmentSchema,
      handle: ({ caller, params, body }) =>
        inReport(caller, params, async (tx, report, communityId) => {
          const before = await getAdjustment(tx, report.id, params.adjustmentId);
          if (body.ownerId !== undefined) await checkOwner(tx, body.ownerId);
          const wanted = { ...before, ...body };
          const metricThen = wanted.metric === before.metric ? before.metricThen : metricIn(report, wanted.metric);
          await setAdjustment(tx, { ...wanted, metricThen }, new Date());
          const after = await getAdjustment(tx, report.id, before.id);
          const subject = subjectOf(before.id, after);
          await recordChange(tx, caller, { action: 'reports.change-adjustment', subject, communityId, before, after });
          return after;
        }),
    }),
    route({
      id: 'reports.remove-adjustment',
      method: 'DELETE',
      path: `${LIST}/:adjustmentId`,
      summary: 'Forget an adjustment',
      params: adjustmentParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inReport(caller, params, async (tx, report, communityId) => {
          const before = await getAdjustment(tx, report.id, params.adjustmentId);
          await removeAdjustment(tx, before.id);
          const subject = subjectOf(before.id, before);
          await recordChange(tx, caller, { action: 'reports.remove-adjustment', subject, communityId, before });
          return undefined;
        }),
    }),
  ];
}

const subjectOf = (id: string, { change }: { change: string }) => ({ kind: 'adjustment', id, label: change });

/** The value of a metric as the report has it. */
const metricIn = ({ content }: KeptReport, metric: MetricKey | null): number | null =>
  metric === null ? null : (content.metrics[metric] ?? null);

async function checkOwner(tx: Tx, ownerId: string | null): Promise<void> {
  if (ownerId === null) return;
  const operators = await operatorsOf(tx);
  if (operators.some(({ id }) => id === ownerId)) return;
  const what = 'nobody with a seat in this workspace has this id';
  throw new BadInput(what, [{ where: '/ownerId', what }]);
}
