import { basename } from 'node:path';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Ambiguity, DateOrder } from '../contract.ts';
import type { ExportFile } from '../files/export-file.ts';
import type { Head } from '../files/sniff.ts';
import { readLines } from '../files/text-lines.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { orderAmbiguity, zoneAmbiguity } from '../shared/date-order.ts';
import { best, placeIn } from '../shared/entries.ts';
import { EventShaper } from '../shared/event-shaper.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { ChatReader } from './whatsapp-chat.ts';
import { parseStamped } from './whatsapp-line.ts';
import { type Survey, Surveyor } from './whatsapp-survey.ts';

/** WhatsApp's exported chat, in the forms of iOS and Android; a zip with its media too. */
export const whatsappImporter: Importer = {
  id: 'whatsapp',
  label: { zh: 'WhatsApp 聊天记录（txt）', en: 'WhatsApp chat (txt)' },
  detect: ({ heads }) => best(heads, score),
  async preview(file, settings) {
    const ambiguities: Ambiguity[] = [
      zoneAmbiguity(settings.timezone ?? new WallClock().zone, 'times are those of the telephone that made the export'),
    ];
    for await (const { survey } of surveys(file, settings)) {
      if (settings.dateOrder === undefined) ambiguities.push(...orderAmbiguity(survey.order));
      if (survey.speaksOfYou && settings.self === undefined)
        ambiguities.push({
          option: 'self',
          required: false,
          proposed: 'self',
          choices: [...survey.people].slice(0, 100),
          evidence: 'notices speak of “you”: the person who made the export',
        });
      break;
    }
    return previewByReading(whatsappImporter, file, settings, { ambiguities });
  },
  async *read(file, settings, sink): AsyncGenerator<NeutralEvent> {
    const shaper = new EventShaper(settings, sink, 'whatsapp');
    const clock = new WallClock(settings.timezone);
    const known = new Map<string, Survey>();
    for await (const { name, survey } of surveys(file, settings)) known.set(name, survey);
    for await (const entry of file.walk((name) => known.has(name))) {
      const place = placeIn(file, entry.name);
      const survey = known.get(entry.name)!;
      const order: DateOrder = settings.dateOrder ?? survey.order.order;
      const chat = new ChatReader({
        survey,
        order,
        clock,
        self: settings.self ?? 'self',
        group: groupOf(file, entry.name),
      });
      const emit = function* (found: ReturnType<ChatReader['line']>) {
        for (const one of found) {
          const event =
            'reason' in one ? void sink.skipped(place(one.line), one.reason) : shaper.take(one.draft, place(one.line));
          if (event) yield event;
        }
      };
      for await (const { first, lines } of readLines(entry.bytes, entry.name, {
        encoding: settings.encoding,
        tooLong: (line, reason) => sink.skipped(place(line), reason),
      }))
        for (const [index, line] of lines.entries()) yield* emit(chat.line(line, first + index));
      yield* emit(chat.end());
    }
  },
};

/** One look over each chat in an export; files that are none give no survey. */
async function* surveys(file: ExportFile, settings: ReadSettings): AsyncGenerator<{ name: string; survey: Survey }> {
  const silent: SkipSink = { skipped: () => {} };
  for await (const entry of file.walk((name) => /\.txt$/i.test(name) || file.entries.length === 1)) {
    const surveyor = new Surveyor();
    for await (const { lines } of readLines(entry.bytes, entry.name, {
      encoding: settings.encoding,
      tooLong: silent.skipped,
    }))
      for (const line of lines) surveyor.add(line);
    const survey = surveyor.finish();
    if (survey.messages > 0) yield { name: entry.name, survey };
  }
}

/** The group's name out of the names that WhatsApp gives its files. */
function groupOf(file: ExportFile, entry: string): string {
  for (const name of [basename(entry), file.name]) {
    const bare = name.replace(/\.(txt|zip|gz)$/gi, '').replace(/\.txt$/i, '');
    const match =
      /^WhatsApp Chat (?:with|-) (.+)$|^(?:与|與)\s?(.+?)\s?的\s?WhatsApp\s?(?:聊天|对话|對話).*$|^WhatsApp (?:聊天|对话|對話)\s?[-–]\s?(.+)$/i.exec(
        bare,
      );
    const found = match?.[1] ?? match?.[2] ?? match?.[3];
    if (found !== undefined) return found.trim();
  }
  const bare = basename(entry).replace(/\.txt$/i, '');
  return bare === '_chat' ? file.name.replace(/\.(zip|tar\.gz|tgz|tar|txt|gz)$/i, '') : bare;
}

function score({ text }: Head): Confidence {
  const lines = text.split(/\r?\n/, 60);
  const stamped = lines.filter((line) => parseStamped(line) !== undefined).length;
  if (stamped === 0) return NOT_MINE;
  if (/^[\u200e\ufeff]*\[?\d/.test(text) && parseStamped(lines[0]!))
    return { score: stamped > 1 ? 0.93 : 0.75, because: 'lines begin with date and time as WhatsApp writes them' };
  return stamped >= 3
    ? { score: 0.6, because: 'some lines begin with date and time as WhatsApp writes them' }
    : NOT_MINE;
}
