import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { operatorNames, operatorsOf, recordChange } from '#modules/identity/index.ts';
import type { Config } from '#platform/config.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Mailer } from '#platform/mail/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { adjustmentRoutes } from './adjustments.http.ts';
import { listAdjustments } from './adjustment-store.ts';
import {
  fileQuery,
  mailBody,
  mailReply,
  makeReportBody,
  reportParams,
  reportQuery,
  reportReply,
  reportsQuery,
  reportsReply,
  schedulesBody,
  schedulesReply,
  type ReportReply,
  type ReportSummary,
} from './contract.ts';
import { mailReport, writtenReport } from './deliver-report.ts';
import { MailNotConfigured } from './errors.ts';
import { dayNamed, makeReport, type ReportServices } from './make-report.ts';
import { periodBefore, periodOf } from './period.ts';
import { periodSentence, reportDocument } from './report-document.ts';
import { findOptionalOfPeriod, getReport, listReports, listVersions, type KeptReport } from './report-store.ts';
import { listSchedules, setSchedules } from './schedule-store.ts';
import { toHtml } from './to-html.ts';
import { toMarkdown } from './to-markdown.ts';
import { toPdf } from './to-pdf.ts';
import type { Language } from '#kernel/number-format.ts';
import { parseDay } from '#kernel/calendar.ts';

export type ReportRouteParts = ReportServices & { mailer: Mailer; config: Pick<Config, 'publicUrl' | 'chromium'> };

const LIST = '/api/v1/communities/:communityId/reports';

/** Reports of weeks and months: made, read, sent, scheduled; what is decided over them. */
export const reportsRoutes = (parts: ReportRouteParts): Route[] => [
  listRoute(parts),
  makeRoute(parts),
  readRoute(parts),
  fileRoute(parts),
  mailRoute(parts),
  ...adjustmentRoutes(parts),
  ...scheduleRoutes(parts),
];

function summaryOf(
  { id, kind, from, to, content, madeAt, madeBy }: KeptReport,
  names: ReadonlyMap<string, string>,
  language: Language,
): ReportSummary {
  return {
    id,
    kind,
    name: content.period.name,
    from,
    to,
    madeAt: madeAt.toISOString(),
    madeBy: madeBy === null ? null : (names.get(madeBy) ?? null),
    sentence: periodSentence(content, language),
    health: content.health.score,
    unfinished: content.unfinished,
  };
}

const listRoute = ({ database }: ReportRouteParts): Route =>
  route({
    id: 'reports.list',
    method: 'GET',
    path: LIST,
    summary: 'The reports of a community, the latest of each period',
    params: communityParams,
    query: reportsQuery,
    reply: reportsReply,
    handle: ({ caller, params, query }) =>
      database.inWorkspace(caller.workspaceId, async (tx) => {
        const reports = await listReports(tx, (await getCommunity(tx, params.communityId)).id, query.kind);
        const names = await operatorNames(
          tx,
          reports.map(({ madeBy }) => madeBy),
        );
        return { reports: reports.map((report) => summaryOf(report, names, query.language)) };
      }),
  });

const makeRoute = (parts: ReportRouteParts): Route =>
  route({
    id: 'reports.make',
    method: 'POST',
    path: LIST,
    summary: 'Make the report of a week or a month',
    params: communityParams,
    body: makeReportBody,
    reply: reportReply,
    status: 201,
    rateLimit: { max: 20, perSeconds: 60 },
    async handle({ caller, params, body }) {
      const id = await makeReport(parts, {
        workspaceId: caller.workspaceId,
        communityKey: params.communityId,
        kind: body.kind,
        day: dayNamed(body.day),
        actor: caller,
        operatorId: caller.operatorId,
      });
      return parts.database.inWorkspace(caller.workspaceId, async (tx) =>
        present(tx, (await getCommunity(tx, params.communityId)).id, id, 'zh-CN'),
      );
    },
  });

const readRoute = ({ database }: ReportRouteParts): Route =>
  route({
    id: 'reports.get',
    method: 'GET',
    path: `${LIST}/:reportId`,
    summary: 'One report, as it was made, with what was decided over it',
    params: reportParams,
    query: reportQuery,
    reply: reportReply,
    handle: ({ caller, params, query }) =>
      database.inWorkspace(caller.workspaceId, async (tx) =>
        present(tx, (await getCommunity(tx, params.communityId)).id, params.reportId, query.language),
      ),
  });

async function present(tx: Tx, communityId: string, id: string, language: Language): Promise<ReportReply> {
  const report = await getReport(tx, communityId, id);
  const { kind, content } = report;
  const period = periodOf(kind, parseDay(report.from)!);
  const names = await operatorNames(tx, [report.madeBy]);
  const adjustments = await listAdjustments(tx, id);
  const earlier = await findOptionalOfPeriod(tx, communityId, periodBefore(period));
  const later = await findOptionalOfPeriod(tx, communityId, { kind, first: period.last + 1 });
  const versions = await listVersions(tx, communityId, report);
  return {
    ...summaryOf(report, names, language),
    content,
    blocks: reportDocument(content, adjustments, language),
    adjustments,
    earlier: earlier?.id ?? null,
    later: later?.id ?? null,
    versions: versions.map((version) => ({ id: version.id, madeAt: version.madeAt.toISOString() })),
  };
}

const TYPES = {
  markdown: { type: 'text/markdown; charset=utf-8', ending: 'md' },
  html: { type: 'text/html; charset=utf-8', ending: 'html' },
  pdf: { type: 'application/pdf', ending: 'pdf' },
} as const;

const fileRoute = ({ database, config }: ReportRouteParts): Route =>
  route({
    id: 'reports.file',
    method: 'GET',
    path: `${LIST}/:reportId/file`,
    summary: 'One report as Markdown, HTML or PDF',
    params: reportParams,
    query: fileQuery,
    reply: 'stream',
    rateLimit: { max: 30, perSeconds: 60 },
    async handle({ caller: { workspaceId }, params, query, response }) {
      const { language, format } = query;
      const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, params.communityId));
      const ids = { workspaceId, communityId: community.id, reportId: params.reportId };
      const { report, title, blocks } = await writtenReport(database, ids, language);
      const page = format === 'markdown' ? toMarkdown(title, blocks) : toHtml(title, blocks, language);
      const body = format === 'pdf' ? await toPdf(page, config.chromium) : page;
      const { type, ending } = TYPES[format];
      const name = `${community.key}-${report.content.period.name}.${ending}`;
      await response
        .header('content-type', type)
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(body);
    },
  });

const mailRoute = ({ database, mailer, config }: ReportRouteParts): Route =>
  route({
    id: 'reports.mail',
    method: 'POST',
    path: `${LIST}/:reportId/mail`,
    summary: 'Send one report by mail',
    params: reportParams,
    body: mailBody,
    reply: mailReply,
    rateLimit: { max: 10, perSeconds: 60 },
    async handle({ caller, params, body }) {
      if (!mailer.configured) throw new MailNotConfigured();
      const { workspaceId } = caller;
      const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, params.communityId));
      const ids = { workspaceId, communityId: community.id, reportId: params.reportId };
      const written = await writtenReport(database, ids, body.language);
      const { publicUrl } = config;
      for (const to of body.to) await mailReport(mailer, written, { to, language: body.language, publicUrl });
      await database.inWorkspace(workspaceId, (tx) =>
        recordChange(tx, caller, {
          action: 'reports.mail',
          subject: { kind: 'report', id: params.reportId, label: written.title },
          communityId: community.id,
          after: { to: body.to },
        }),
      );
      return { sent: body.to.length };
    },
  });

const SCHEDULES = '/api/v1/communities/:communityId/report-schedules';

const scheduleRoutes = ({ database, mailer }: ReportRouteParts): Route[] => {
  const read = async (tx: Tx, communityId: string) => ({
    schedules: await listSchedules(tx, communityId),
    mailConfigured: mailer.configured,
    operators: await operatorsOf(tx),
  });
  return [
    route({
      id: 'reports.schedules',
      method: 'GET',
      path: SCHEDULES,
      summary: 'Which reports a community makes by itself, and who gets them',
      params: communityParams,
      reply: schedulesReply,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) =>
          read(tx, (await getCommunity(tx, params.communityId)).id),
        ),
    }),
    route({
      id: 'reports.set-schedules',
      method: 'PUT',
      path: SCHEDULES,
      summary: 'Choose which reports a community makes by itself, and who gets them',
      params: communityParams,
      body: schedulesBody,
      reply: schedulesReply,
      handle: ({ caller, params, body }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const community = await getCommunity(tx, params.communityId);
          const before = await listSchedules(tx, community.id);
          await setSchedules(tx, community.id, body.schedules);
          const after = await listSchedules(tx, community.id);
          await recordChange(tx, caller, {
            action: 'reports.set-schedules',
            subject: { kind: 'community', id: community.id, label: community.name },
            communityId: community.id,
            before: Object.fromEntries(before.map(({ kind, ...rest }) => [kind, rest])),
            after: Object.fromEntries(after.map(({ kind, ...rest }) => [kind, rest])),
          });
          return read(tx, community.id);
        }),
    }),
  ];
};
