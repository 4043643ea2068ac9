import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { auditChoicesReply, auditReply } from '../../../../src/modules/identity/contract.ts';
import type { AuditSearch } from '../pages/audit/audit-search.ts';
import { address, call } from './client.ts';

const PAGE = 50;

/** Days are days of the reader's clock; the server takes instants. */
function filterOf({ from, to, ...rest }: AuditSearch) {
  const midnight = (day: string, plus = 0) => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return new Date(year, month - 1, date + plus).toISOString();
  };
  return { ...rest, ...(from && { from: midnight(from) }), ...(to && { to: midnight(to, 1) }) };
}

/** The audit trail for a filter, newest first, page by page. */
export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) =>
      call(auditReply, '/api/v1/audit', { query: { ...filterOf(search), cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Who and what there is to filter by. */
export const auditChoicesQuery = queryOptions({
  queryKey: ['audit-choices'],
  queryFn: ({ signal }) => call(auditChoicesReply, '/api/v1/audit/choices', { signal }),
});

/** Where the same entries come as CSV. */
export const auditCsvPath = (search: AuditSearch): string => address('/api/v1/audit/export.csv', filterOf(search));
