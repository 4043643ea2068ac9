import type { NeutralEvent } from '#modules/events/contract.ts';
import type { FormatId, Preview, ReadOptions, SkipReason } from './contract.ts';
import type { ExportFile } from './files/export-file.ts';
import type { Sniff } from './files/sniff.ts';

/** How sure a format is that a file is its own: 0 (not at all) … 1, and what it goes by. */
export type Confidence = { score: number; because: string };

/** The answer of a format that does not know the file. */
export const NOT_MINE: Confidence = { score: 0, because: '' };

/** Hears of everything that was not taken. `where` is a line number, or a message id or entry where lines say nothing. */
export type SkipSink = { skipped(where: number | string, reason: SkipReason): void };

/** A person's choices and the present moment (milliseconds), from which "in the future" is judged. */
export type ReadSettings = ReadOptions & { now: number };

/**
 * One export format. Reading streams in bounded memory, gives events in the order of the source, and throws BadInput
 * only, for a file that cannot be read on; a single bad line is skipped and told to the sink.
 */
export interface Importer {
  readonly id: FormatId;
  readonly label: { readonly zh: string; readonly en: string };
  detect(sniff: Sniff): Confidence;
  preview(file: ExportFile, settings: ReadSettings): Promise<Preview>;
  read(file: ExportFile, settings: ReadSettings, sink: SkipSink): AsyncIterable<NeutralEvent>;
}
