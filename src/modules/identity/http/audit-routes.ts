import { Readable } from 'node:stream';
import { type Route, route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { auditCsvHead, auditCsvLine } from '../audit/audit-csv.ts';
import { listAudit, listAuditChoices } from '../audit/audit-log.read-model.ts';
import { auditChoicesReply, auditFilter, auditQuery, auditReply, type AuditFilter } from '../contract.ts';
import type { IdentityRoutesOptions } from './identity-routes-options.ts';

const EXPORT_PAGE = 1000;

export function auditRoutes({ database }: IdentityRoutesOptions): Route[] {
  return [
    route({
      id: 'audit.list',
      method: 'GET',
      path: '/api/v1/audit',
      summary: 'Who changed what, newest first',
      query: auditQuery,
      reply: auditReply,
      handle: ({ caller, query: { cursor, limit, ...filter } }) =>
        database.inWorkspace(caller.workspaceId, (tx) => listAudit(tx, filter, { cursor, limit })),
    }),
    route({
      id: 'audit.choices',
      method: 'GET',
      path: '/api/v1/audit/choices',
      summary: 'Who and what there is in the audit trail to filter by',
      reply: auditChoicesReply,
      handle: ({ caller }) => database.inWorkspace(caller.workspaceId, listAuditChoices),
    }),
    route({
      id: 'audit.export',
      method: 'GET',
      path: '/api/v1/audit/export.csv',
      summary: 'The audit trail as CSV, newest first',
      query: auditFilter,
      reply: 'stream',
      handle: ({ caller, query, response }) =>
        response
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="audit.csv"')
          .send(Readable.from(csvOf(database, caller.workspaceId, query))),
    }),
  ];
}

/** Page by page, each in a transaction of its own: a slow reader holds none open. */
async function* csvOf(database: Database, workspaceId: string, filter: AuditFilter): AsyncGenerator<string> {
  yield auditCsvHead();
  for (let cursor: string | undefined; ;) {
    const at = { cursor, limit: EXPORT_PAGE };
    const { entries, nextCursor } = await database.inWorkspace(workspaceId, (tx) => listAudit(tx, filter, at));
    yield entries.map(auditCsvLine).join('');
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}
