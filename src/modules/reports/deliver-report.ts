import type { Language } from '#kernel/number-format.ts';
import type { Mailer } from '#platform/mail/index.ts';
import { say } from '#modules/insights/messages/index.ts';
import { listAdjustments } from './adjustment-store.ts';
import type { Block } from './contract.ts';
import { reportMessages } from './messages/index.ts';
import { reportDocument, reportTitle } from './report-document.ts';
import { getReport, type KeptReport } from './report-store.ts';
import { toHtml } from './to-html.ts';
import { toMarkdown } from './to-markdown.ts';
import type { Database } from '#platform/postgres/index.ts';

/** A report in one language, ready to be written to a file or a mail. */
export type Written = { report: KeptReport; title: string; blocks: Block[] };

/** Reads a report with what was decided over it. NotFound. */
export async function writtenReport(
  database: Database,
  ids: { workspaceId: string; communityId: string; reportId: string },
  language: Language,
): Promise<Written> {
  return database.inWorkspace(ids.workspaceId, async (tx) => {
    const report = await getReport(tx, ids.communityId, ids.reportId);
    const adjustments = await listAdjustments(tx, report.id);
    const { content } = report;
    return { report, title: reportTitle(content, language), blocks: reportDocument(content, adjustments, language) };
  });
}

/**
 * Sends a report to one person: Markdown as the text, HTML beside it, and a link to its page where the server knows its
 * own address. Throws MailFailed.
 */
export async function mailReport(
  mailer: Mailer,
  { report, title, blocks }: Written,
  { to, language, publicUrl }: { to: string; language: Language; publicUrl: string | undefined },
): Promise<void> {
  const { content } = report;
  const link = publicUrl && `${publicUrl.replace(/\/$/u, '')}/c/${content.community.key}/reports/${report.id}`;
  const last: Block[] = link
    ? [{ kind: 'paragraph', text: say(language, reportMessages(language).mail.open, { link }) }]
    : [];
  await mailer.send({
    to,
    subject: title.replaceAll(/\p{Cc}/gu, ' ').slice(0, 300),
    text: toMarkdown(title, [...blocks, ...last]),
    html: toHtml(title, [...blocks, ...last], language),
  });
}
