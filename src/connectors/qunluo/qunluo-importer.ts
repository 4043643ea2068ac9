import type { NeutralEvent } from '#modules/events/contract.ts';
import { isTextName } from '../files/export-file.ts';
import type { Head } from '../files/sniff.ts';
import { readLines } from '../files/text-lines.ts';
import { type Confidence, type Importer, NOT_MINE } from '../importer.ts';
import { best, placeIn } from '../shared/entries.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { parseEventLine } from './event-line.ts';

/** Qunluo's own form: one JSON event a line, plain or packed. The bulk path. */
export const qunluoImporter: Importer = {
  id: 'qunluo-jsonl',
  label: { zh: 'Qunluo JSONL', en: 'Qunluo JSONL' },
  detect: ({ heads }) => best(heads, score),
  preview: (file, settings) => previewByReading(qunluoImporter, file, settings),
  async *read(file, settings, sink): AsyncGenerator<NeutralEvent> {
    let position = 0;
    for await (const entry of file.walk(isTextName)) {
      const place = placeIn(file, entry.name);
      const tooLong = (line: number) => sink.skipped(place(line), 'too_long_line');
      for await (const { first, lines } of readLines(entry.bytes, entry.name, {
        encoding: settings.encoding,
        tooLong,
      })) {
        for (let i = 0; i < lines.length; i++) {
          const line = lines[i]!;
          if (isBlank(line)) continue;
          const event = parseEventLine(line, settings.now);
          if (typeof event === 'string') {
            sink.skipped(place(first + i), event);
            continue;
          }
          if (!isPosition(event.position)) event.position = position;
          position++;
          if (settings.platform !== undefined) event.platform ??= settings.platform;
          if (settings.group !== undefined) event.group = settings.group;
          yield event;
        }
      }
    }
  },
};

const isPosition = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const isBlank = (line: string): boolean => line.length === 0 || (line.charCodeAt(0) <= 32 && line.trim() === '');

/** One of the first lines is an object with the fields of an event. */
function score(head: Head): Confidence {
  const lines = head.text
    .split('\n', 21)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  let objects = 0;
  let events = 0;
  for (const line of lines) {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      objects++;
      if ('member' in value && 'kind' in value && 'at' in value) events++;
    } catch {
      // A line that the head cuts, or that is broken, says nothing.
    }
  }
  if (events > 0) return { score: 0.98, because: 'lines are JSON objects with member, kind and at' };
  if (objects > 1 && objects >= lines.length - 1) return { score: 0.3, because: 'lines are JSON objects' };
  if (/^\s*\{/.test(head.text) && head.text.slice(0, 4000).includes('"member"') && head.text.includes('"kind"'))
    return { score: 0.5, because: 'it begins like an event' };
  return NOT_MINE;
}
