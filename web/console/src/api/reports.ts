import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  adjustmentSchema,
  mailReply,
  reportReply,
  reportsReply,
  schedulesReply,
  type adjustmentBody,
  type changeAdjustmentBody,
  type Schedule,
} from '../../../../src/modules/reports/contract.ts';
import type { Language } from '../../../ui/format.ts';
import { address, call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;

/** The reports of a community, the latest of each period. */
export const reportsQuery = (communityId: string, language: Language, kind?: 'week' | 'month') =>
  queryOptions({
    queryKey: ['reports', communityId, 'list', language, kind ?? 'all'],
    queryFn: ({ signal }) => call(reportsReply, `${base(communityId)}/reports`, { query: { language, kind }, signal }),
  });

/** One report as pieces to read. */
export const reportQuery = (communityId: string, reportId: string, language: Language) =>
  queryOptions({
    queryKey: ['reports', communityId, reportId, language],
    queryFn: ({ signal }) =>
      call(reportReply, `${base(communityId)}/reports/${reportId}`, { query: { language }, signal }),
  });

/** Which reports are made by themselves, and who can own an adjustment. */
export const schedulesQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['report-schedules', communityId],
    queryFn: ({ signal }) => call(schedulesReply, `${base(communityId)}/report-schedules`, { signal }),
  });

export const makeReport = (communityId: string, body: { kind: 'week' | 'month'; day?: string }) =>
  call(reportReply, `${base(communityId)}/reports`, { method: 'POST', body });

export const mailReport = (communityId: string, reportId: string, body: { to: string[]; language: Language }) =>
  call(mailReply, `${base(communityId)}/reports/${reportId}/mail`, { method: 'POST', body });

export const saveSchedules = (communityId: string, schedules: Schedule[]) =>
  call(schedulesReply, `${base(communityId)}/report-schedules`, { method: 'PUT', body: { schedules } });

export type AdjustmentFields = z.input<typeof adjustmentBody>;

/** Writes an adjustment, or changes the one named. */
export const saveAdjustment = (
  communityId: string,
  reportId: string,
  adjustmentId: string | undefined,
  body: AdjustmentFields | z.input<typeof changeAdjustmentBody>,
) =>
  call(
    adjustmentSchema,
    `${base(communityId)}/reports/${reportId}/adjustments${adjustmentId ? `/${adjustmentId}` : ''}`,
    {
      method: adjustmentId ? 'PATCH' : 'POST',
      body,
    },
  );

export const removeAdjustment = (communityId: string, reportId: string, adjustmentId: string) =>
  call(z.undefined(), `${base(communityId)}/reports/${reportId}/adjustments/${adjustmentId}`, { method: 'DELETE' });

/** Where a report can be fetched as a file. */
export const reportFile = (
  communityId: string,
  reportId: string,
  format: 'markdown' | 'html' | 'pdf',
  language: Language,
): string => address(`${base(communityId)}/reports/${reportId}/file`, { format, language });
