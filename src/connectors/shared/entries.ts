import type { ExportFile } from '../files/export-file.ts';
import type { Head } from '../files/sniff.ts';
import { type Confidence, NOT_MINE } from '../importer.ts';

/** The highest confidence that any of the entries gives. */
export function best(heads: readonly Head[], score: (head: Head) => Confidence): Confidence {
  let highest = NOT_MINE;
  for (const head of heads) {
    const found = score(head);
    if (found.score > highest.score) highest = found;
  }
  return highest;
}

/** How a place in an entry is told: its line alone where the export is one file, else with the entry's name. */
export const placeIn = (file: ExportFile, entry: string): ((place: number | string) => number | string) =>
  file.entries.length === 1 ? (place) => place : (place) => `${entry}:${place}`;
