import type { NeutralEvent } from '#modules/events/contract.ts';
import type { ExportFile } from '../files/export-file.ts';
import type { Sniff } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { type Draft, EventShaper } from '../shared/event-shaper.ts';
import { epochMs, filled, isObject, type Json, textOf } from '../shared/json-entries.ts';
import { readJson } from '../shared/json-stream.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { readRendered } from './zulip-html.ts';
import { threadOf } from './zulip-importer.ts';

/** `<stream id>-<Stream>/<Topic>.json` */
const TOPIC_FILE = /(?:^|\/)(\d+)-([^/]+)\/([^/]+)\.json$/;

/** The folder that the zulip-archive tool keeps: a JSON file a topic, people by their names only. */
export const zulipArchiveImporter: Importer = {
  id: 'zulip-archive',
  label: { zh: 'Zulip 归档（zulip-archive JSON）', en: 'Zulip archive (zulip-archive JSON)' },
  detect,
  preview: (file, settings) =>
    previewByReading(zulipArchiveImporter, file, settings, {
      ambiguities: [
        {
          option: 'platform',
          required: false,
          proposed: settings.platform ?? 'zulip',
          evidence:
            'this archive knows people by their names, other Zulip exports by their numbers: give it a namespace of its own if both are imported',
        },
      ],
    }),
  read: readArchive,
};

function detect({ names, heads }: Sniff): Confidence {
  const seen = heads.some(({ name, text }) => TOPIC_FILE.test(name) && /"sender_full_name"/.test(text));
  if (seen) return { score: 0.95, because: 'a folder a stream, a file a topic, with sender_full_name' };
  return names.length === 1 && heads.some(({ text }) => /^\s*\[/.test(text) && /"sender_full_name"/.test(text))
    ? { score: 0.8, because: 'messages with sender_full_name' }
    : NOT_MINE;
}

async function* readArchive(file: ExportFile, settings: ReadSettings, sink: SkipSink): AsyncGenerator<NeutralEvent> {
  const shaper = new EventShaper(settings, sink, 'zulip');
  const alone = file.entries.length === 1;
  for await (const entry of file.walk((name) => alone || TOPIC_FILE.test(name))) {
    const place = placeOf(entry.name);
    for await (const batch of readJson(entry.bytes, entry.name, ['$.*'], settings.encoding))
      for (const { path, value } of batch) {
        const where = `${entry.name}: message ${isObject(value) ? (filled(value.id) ?? path[0]) : path[0]}`;
        const event = isObject(value) ? shaper.take(messageOf(value, place), where) : undefined;
        if (event) yield event;
        else if (!isObject(value)) sink.skipped(where, 'not_an_event');
      }
  }
}

type Place = { group: string; groupName?: string; topic?: string };

function placeOf(name: string): Place {
  const match = TOPIC_FILE.exec(name);
  return match
    ? { group: match[1]!, groupName: undot(match[2]!).replaceAll('-', ' '), topic: undot(match[3]!) }
    : { group: '' };
}

/** Zulip's file-safe names: a percent-encoding that writes a dot for the percent sign. */
function undot(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('%', '%25').replace(/\.([0-9A-F]{2})/g, '%$1'));
  } catch {
    return name;
  }
}

function messageOf(message: Json, { group, groupName, topic }: Place): Draft {
  const id = filled(message.id) ?? '';
  const name = filled(message.sender_full_name);
  const { text, mentions, quotedMessage, quotedName } = readRendered(textOf(message.content) ?? '');
  return {
    id,
    group,
    groupName,
    thread: threadOf(group, topic),
    topic,
    member: name,
    name,
    kind: quotedMessage === undefined ? 'message' : 'reply',
    at: epochMs(message.timestamp),
    text,
    replyTo: quotedMessage,
    target: quotedName,
    mentions: mentions.length > 0 ? mentions : undefined,
    position: /^\d{1,15}$/.test(id) ? Number(id) : undefined,
  };
}
