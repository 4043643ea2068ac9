import type { Detection, FormatId, Preview, ReadOptions, Skipped } from '#connectors/contract.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';

/** How to read a file: the choices made, and the present moment (milliseconds), by which "in the future" is judged. */
export type ReadChoices = { format: FormatId; options: ReadOptions; now: number };

/** An export that is open for one reading. */
export interface OpenedExport {
  /** In the order of the source, in bounded memory; throws BadInput for a file that cannot be read on. */
  events(): AsyncIterable<NeutralEvent>;
  /** How much of the file was read, 0…1. */
  share(): number;
  /** What was not taken so far. */
  skipped(): readonly Skipped[];
  close(): Promise<void>;
}

/** The formats of exports, as the composition root hands them in: which a file is, what it holds, and reading it. */
export interface ExportFormats {
  /** Throws BadInput when the file is no export at all. */
  detect(path: string): Promise<Detection>;
  preview(path: string, choices: ReadChoices): Promise<Preview>;
  open(path: string, choices: ReadChoices): Promise<OpenedExport>;
}
