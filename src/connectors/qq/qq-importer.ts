import { basename } from 'node:path';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Head } from '../files/sniff.ts';
import { readLines } from '../files/text-lines.ts';
import { type Confidence, type Importer, NOT_MINE } from '../importer.ts';
import { zoneAmbiguity } from '../shared/date-order.ts';
import { best, placeIn } from '../shared/entries.ts';
import { EventShaper } from '../shared/event-shaper.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { parseQqHead } from './qq-line.ts';
import { type QqItem, QqReader } from './qq-section.ts';

/** QQ's message history as text, of one group or many. */
export const qqImporter: Importer = {
  id: 'qq',
  label: { zh: 'QQ 消息记录（txt）', en: 'QQ history (txt)' },
  detect: ({ heads }) => best(heads, score),
  preview: (file, settings) =>
    previewByReading(qqImporter, file, settings, {
      ambiguities: [
        zoneAmbiguity(
          settings.timezone ?? new WallClock().zone,
          'times are those of the computer that made the export',
        ),
      ],
    }),
  async *read(file, settings, sink): AsyncGenerator<NeutralEvent> {
    const shaper = new EventShaper(settings, sink, 'qq');
    const clock = new WallClock(settings.timezone);
    for await (const entry of file.walk((name) => /\.txt$/i.test(name) || file.entries.length === 1)) {
      const place = placeIn(file, entry.name);
      const reader = new QqReader({
        clock,
        group: basename(entry.name).replace(/\.txt$/i, ''),
        self: settings.self ?? 'self',
      });
      const emit = function* (items: QqItem[]) {
        for (const item of items) {
          const event =
            'reason' in item
              ? void sink.skipped(place(item.line), item.reason)
              : shaper.take(item.draft, place(item.line));
          if (event) yield event;
        }
      };
      for await (const { first, lines } of readLines(entry.bytes, entry.name, {
        encoding: settings.encoding,
        tooLong: (line, reason) => sink.skipped(place(line), reason),
      }))
        for (const [index, line] of lines.entries()) yield* emit(reader.line(line, first + index));
      yield* emit(reader.end());
    }
  },
};

function score({ text }: Head): Confidence {
  if (/^\ufeff?\s*消息记录（此消息记录为文本格式/.test(text))
    return { score: 0.98, because: 'the head of a QQ history: 消息记录' };
  if (/^消息对象[:：]/m.test(text)) return { score: 0.9, because: '消息对象, as in a QQ history' };
  const heads = text.split(/\r?\n/, 60).filter((line) => parseQqHead(line)?.id !== undefined).length;
  return heads > 0
    ? { score: Math.min(0.94, 0.8 + heads / 20), because: 'lines of date, time and name with QQ number' }
    : NOT_MINE;
}
