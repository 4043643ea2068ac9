import type { NeutralEvent } from '#modules/events/contract.ts';
import type { ExportFile } from '../files/export-file.ts';
import type { Sniff } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { EventShaper } from '../shared/event-shaper.ts';
import { filled, isObject, type Json, objectsOf } from '../shared/json-entries.ts';
import { readJson } from '../shared/json-stream.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { type SlackChannel, slackEvents, type SlackUser } from './slack-message.ts';

const DAY_FILE = /^(.*\/)?([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/;

/** A Slack export: users.json, channels.json and a file a channel and day; packed or unpacked. */
export const slackImporter: Importer = {
  id: 'slack',
  label: { zh: 'Slack 导出', en: 'Slack export' },
  detect,
  preview: (file, settings) => previewByReading(slackImporter, file, settings),
  read: readSlack,
};

function detect({ names, heads }: Sniff): Confidence {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  const days = has(DAY_FILE);
  if (days && has(/(^|\/)users\.json$/) && has(/(^|\/)(channels|groups)\.json$/))
    return { score: 0.97, because: 'users.json, channels.json and files by channel and day' };
  if (days && heads.some(({ text }) => /"ts"\s*:\s*"\d+\.\d+"/.test(text)))
    return { score: 0.7, because: 'files by channel and day with Slack’s message times' };
  return NOT_MINE;
}

async function* readSlack(file: ExportFile, settings: ReadSettings, sink: SkipSink): AsyncGenerator<NeutralEvent> {
  const { users, channels, isPrivate } = await readDirectory(file, settings);
  const shaper = new EventShaper(settings, sink, 'slack');
  const refused = new Set<string>();
  for await (const entry of file.walk((name) => DAY_FILE.test(name))) {
    const folder = DAY_FILE.exec(entry.name)![2]!;
    if (isPrivate.has(folder)) {
      if (!refused.has(folder)) sink.skipped(folder, 'private_chat');
      refused.add(folder);
      continue;
    }
    const channel = channels.get(folder) ?? { id: folder, name: folder };
    for await (const batch of readJson(entry.bytes, entry.name, ['$.*'], settings.encoding))
      for (const { path, value } of batch) {
        const where = `${entry.name}:${isObject(value) ? (filled(value.ts) ?? path[0]) : path[0]}`;
        if (!isObject(value) || value.type !== 'message') {
          sink.skipped(where, 'not_an_event');
          continue;
        }
        for (const draft of slackEvents(value, channel, users)) {
          const event = shaper.take(draft, where);
          if (event) yield event;
        }
      }
  }
}

type Directory = { users: Map<string, SlackUser>; channels: Map<string, SlackChannel>; isPrivate: Set<string> };

/** People, channels by the name of their folder, and the folders of direct conversations, which are no community's. */
async function readDirectory(file: ExportFile, settings: ReadSettings): Promise<Directory> {
  const found: Directory = { users: new Map(), channels: new Map(), isPrivate: new Set() };
  for await (const entry of file.walk((name) => /(^|\/)(users|channels|groups|dms|mpims)\.json$/.test(name))) {
    const table = /([a-z]+)\.json$/.exec(entry.name)![1]!;
    for await (const batch of readJson(entry.bytes, entry.name, ['$.*'], settings.encoding))
      for (const { value } of batch) if (isObject(value)) enter(found, table, value);
  }
  return found;
}

function enter({ users, channels, isPrivate }: Directory, table: string, row: Json): void {
  const id = filled(row.id);
  if (id === undefined) return;
  if (table === 'users') users.set(id, { name: displayName(row), bot: row.is_bot === true || id === 'USLACKBOT' });
  else if (table === 'dms' || table === 'mpims')
    for (const folder of [id, filled(row.name) ?? id]) isPrivate.add(folder);
  else {
    const name = filled(row.name) ?? id;
    channels.set(name, { id, name });
    // Exports of renamed channels have folders by id.
    channels.set(id, { id, name });
  }
}

function displayName(user: Json): string | undefined {
  const profile = objectsOf([user.profile])[0] ?? {};
  return filled(profile.display_name) ?? filled(profile.real_name) ?? filled(user.real_name) ?? filled(user.name);
}
