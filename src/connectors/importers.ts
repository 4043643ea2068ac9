import { BadInput } from '#kernel/errors.ts';
import { type Detection, FORMAT_IDS, type FormatId, type ReadOptions } from './contract.ts';
import type { ExportFile } from './files/export-file.ts';
import { notAnExport } from './files/faults.ts';
import { sniff } from './files/sniff.ts';
import type { Importer } from './importer.ts';
import { telegramImporter } from './telegram/telegram-importer.ts';
import { discordImporter } from './discord/discord-importer.ts';
import { slackImporter } from './slack/slack-importer.ts';
import { zulipImporter } from './zulip/zulip-importer.ts';
import { zulipArchiveImporter } from './zulip/zulip-archive-importer.ts';
import { whatsappImporter } from './whatsapp/whatsapp-importer.ts';
import { qqImporter } from './qq/qq-importer.ts';
import { memotraceImporter } from './wechat/memotrace-importer.ts';
import { pywxdumpImporter } from './wechat/pywxdump-importer.ts';
import { discourseImporter } from './discourse/discourse-importer.ts';
import { signInSheetImporter } from './sign-in-sheet/sign-in-sheet-importer.ts';
import { csvImporter } from './csv/csv-importer.ts';
import { qunluoImporter } from './qunluo/qunluo-importer.ts';

export { openExport } from './files/export-file.ts';
export type { ExportFile } from './files/export-file.ts';
export type { Importer, ReadSettings, SkipSink } from './importer.ts';
export { SkipTally } from './shared/preview-by-reading.ts';

const BY_ID: Readonly<Record<FormatId, Importer>> = {
  'qunluo-jsonl': qunluoImporter,
  telegram: telegramImporter,
  discord: discordImporter,
  slack: slackImporter,
  zulip: zulipImporter,
  'zulip-archive': zulipArchiveImporter,
  whatsapp: whatsappImporter,
  qq: qqImporter,
  'wechat-memotrace': memotraceImporter,
  'wechat-pywxdump': pywxdumpImporter,
  discourse: discourseImporter,
  'sign-in-sheet': signInSheetImporter,
  csv: csvImporter,
};

/** Every format that can be read. */
export const IMPORTERS: readonly Importer[] = FORMAT_IDS.map((id) => BY_ID[id]);

/** The importer of a format. */
export const importerOf = (id: FormatId): Importer => BY_ID[id];

/** Formats below this are not offered. */
const DOUBT = 0.1;

/**
 * What an export is: the formats that fit, most likely first. Throws BadInput when it is none at all (naming the ones
 * that can be read), or when its text cannot be decoded; then `encoding` may name what it is.
 */
export async function detectFormat(file: ExportFile, options: Pick<ReadOptions, 'encoding'> = {}): Promise<Detection> {
  const seen = await sniff(file, options.encoding);
  const candidates = IMPORTERS.map((importer) => ({ importer, ...importer.detect(seen) }))
    .filter(({ score }) => score >= DOUBT)
    .sort((a, b) => b.score - a.score)
    .map(({ importer, score, because }) => ({ format: importer.id, label: importer.label, score, because }));
  if (candidates.length === 0) {
    const problem = seen.heads.find((head) => head.problem)?.problem;
    throw problem instanceof BadInput ? problem : notAnExport(file.name, 'nothing in it looks like a chat history');
  }
  const encoding = seen.heads.find((head) => head.encoding)?.encoding;
  return {
    name: file.name,
    container: file.container,
    bytes: file.bytes,
    ...(encoding ? { encoding } : {}),
    candidates,
  };
}
