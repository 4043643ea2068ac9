import type { AuditEntry } from '../contract.ts';

const COLUMNS = ['at', 'actor_kind', 'actor_id', 'actor_name', 'action', 'subject_kind', 'subject_id', 'subject_label'];

/** A cell that a spreadsheet shows as text: quoted, and never the start of a formula. */
function cell(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r\0]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (cells: readonly (string | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

/** The first line, after the mark by which spreadsheets know UTF-8. */
export const auditCsvHead = (): string => `\uFEFF${line([...COLUMNS, 'community_id', 'before', 'after'])}`;

/** One entry as a line of CSV (RFC 4180); before and after are JSON. */
export function auditCsvLine(entry: AuditEntry): string {
  const { actor, subject } = entry;
  const json = (fields: object | null) => (fields ? JSON.stringify(fields) : null);
  return line([
    entry.at,
    actor.kind,
    actor.id,
    actor.name,
    entry.action,
    subject.kind,
    subject.id,
    subject.label,
    entry.communityId,
    json(entry.before),
    json(entry.after),
  ]);
}
