import { AppError, BadInput } from '#kernel/errors.ts';

/** What can be read, for the message that says a file is something else. */
export const READABLE =
  'Qunluo JSONL, Telegram result.json, DiscordChatExporter JSON, Slack zip, Zulip export, WhatsApp txt, QQ txt, WeChat CSV (MemoTrace, PyWxDump), Discourse archive, CSV; plain, .gz, .zip, .tar.gz or an unpacked directory';

/** The file is none of the formats that can be read. */
export const notAnExport = (name: string, what: string): BadInput =>
  new BadInput(
    `${name} is not an export at all: ${what}. Readable are: ${READABLE}`,
    [{ where: name, what }],
    'not_an_export',
  );

/** A file that starts as an export and cannot be read on from `where`. */
export const brokenAt = (code: string, message: string, where: string): BadInput =>
  new BadInput(`${message} (${where})`, [{ where, what: message }], code);

/** Turns a failure of a decoder into BadInput; failures of the machine (no permission, no space) pass as they are. */
export function asBadInput(error: unknown, code: string, message: string, where: string): unknown {
  if (error instanceof AppError || isSystemFailure(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new BadInput(`${message}: ${reason} (${where})`, [{ where, what: reason }], code);
}

const isSystemFailure = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
