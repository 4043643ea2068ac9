import { z } from 'zod';
import { dayOf, formatDay, parseDay, zoneOffset } from '#kernel/calendar.ts';
import { LANGUAGES } from '#kernel/number-format.ts';
import { listWorkspaceIds, systemCaller } from '#modules/identity/index.ts';
import type { Config } from '#platform/config.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { Log } from '#platform/log.ts';
import type { Mailer } from '#platform/mail/index.ts';
import { periodKindSchema } from './contract.ts';
import { mailReport, writtenReport } from './deliver-report.ts';
import { NothingToReport } from './errors.ts';
import { makeReport, type ReportServices } from './make-report.ts';
import { lastEnded, type PeriodKind } from './period.ts';
import { listAllSchedules, noteReported } from './schedule-store.ts';

const ids = { workspaceId: z.string(), communityId: z.string() };

/** Makes one report that is due; of a community and kind at most one waits and one runs. */
const makeTask = defineTask({
  name: 'reports.make',
  schema: z.object({ ...ids, kind: periodKindSchema, day: z.iso.date() }),
  policy: 'stately',
  retryLimit: 4,
  retryDelay: 120,
  expireInSeconds: 3600,
});

/** Sends one report to one person. */
const mailTask = defineTask({
  name: 'reports.mail',
  schema: z.object({ ...ids, reportId: z.string(), to: z.string(), language: z.enum(LANGUAGES) }),
  retryLimit: 6,
  retryDelay: 300,
});

/** Looks for reports that are due: at each start and each hour. */
const lookTask = defineTask({ name: 'reports.look', schema: z.object({}), policy: 'stately' });

/** A report comes when people come to work, and not in the middle of the night in which its period ends. */
const FROM_HOUR = 8;
const HOUR = 3_600_000;

export type ScheduleParts = ReportServices & {
  jobs: Jobs;
  mailer: Mailer;
  log: Log;
  config: Pick<Config, 'publicUrl'>;
};

/** Makes and sends reports by the clock of each community. */
export async function workOnReports(parts: ScheduleParts): Promise<void> {
  const { database, jobs, mailer, log } = parts;
  await jobs.work(lookTask, async () => {
    for (const workspaceId of await database.asSystem(listWorkspaceIds)) {
      for (const due of await dueReports(parts, workspaceId))
        await jobs.send(makeTask, { workspaceId, ...due }, { key: `${due.communityId} ${due.kind}` });
    }
  });
  await jobs.work(makeTask, (task) => makeScheduled(parts, task));
  await jobs.work(mailTask, async ({ workspaceId, communityId, reportId, to, language }) => {
    if (!mailer.configured) {
      log.warn({ workspaceId, communityId, reportId }, 'a report was not sent: no mail server is configured');
      return;
    }
    const written = await writtenReport(database, { workspaceId, communityId, reportId }, language);
    await mailReport(mailer, written, { to, language, publicUrl: parts.config.publicUrl });
  });
  await jobs.schedule(lookTask, '11 * * * *', {});
  await jobs.send(lookTask, {}, { key: 'start' });
}

type Due = { communityId: string; kind: PeriodKind; day: string };

/** Makes a report that is due and queues its mails, together or not at all. */
async function makeScheduled(
  parts: ScheduleParts,
  { workspaceId, communityId, kind, day }: Due & { workspaceId: string },
): Promise<void> {
  try {
    await makeReport(parts, {
      workspaceId,
      communityKey: communityId,
      kind,
      day: parseDay(day),
      actor: systemCaller(workspaceId),
      async also(tx, { reportId, period }) {
        const schedule = await noteReported(tx, { communityId, kind, first: period.first });
        if (schedule === undefined) throw new NotDueAnyMore();
        const { recipients, language } = schedule;
        for (const to of recipients)
          await parts.jobs.send(mailTask, { workspaceId, communityId, reportId, to, language }, { tx });
      },
    });
  } catch (error) {
    if (!(error instanceof NothingToReport || error instanceof NotDueAnyMore)) throw error;
  }
}

/** Another worker was quicker, or the schedule was switched off meanwhile: nothing is kept. */
class NotDueAnyMore extends Error {}

/** What a workspace has to make now: kinds whose latest ended period was not reported by itself yet. */
export async function dueReports(
  { database, clock }: Pick<ScheduleParts, 'database' | 'clock'>,
  workspaceId: string,
): Promise<Due[]> {
  const schedules = await database.inWorkspace(workspaceId, listAllSchedules);
  const now = clock.now();
  return schedules.flatMap(({ communityId, kind, zone, lastFirstDay }) => {
    const today = dayOf(now, zone);
    const hour = Math.floor((now + zoneOffset(now, zone) - today * 24 * HOUR) / HOUR);
    const period = lastEnded(kind, today - 1);
    const night = hour < FROM_HOUR && period.last === today - 1;
    const reported = lastFirstDay !== null && lastFirstDay >= formatDay(period.first);
    return night || reported ? [] : [{ communityId, kind, day: formatDay(period.first) }];
  });
}
