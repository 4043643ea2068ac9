import type { NeutralEvent } from '#modules/events/contract.ts';
import type { ExportFile } from '../files/export-file.ts';
import type { Sniff } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { type Draft, EventShaper } from '../shared/event-shaper.ts';
import { filled, isObject, type Json, textOf } from '../shared/json-entries.ts';
import { readJson } from '../shared/json-stream.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { readWritten } from './zulip-markdown.ts';
import { type Realm, readRealm, zulipTime } from './zulip-realm.ts';

const MESSAGES = /(^|\/)messages-\d+\.json$/;

/** Zulip's own export (tar.gz or unpacked): realm.json and messages-000001.json and on. */
export const zulipImporter: Importer = {
  id: 'zulip',
  label: { zh: 'Zulip 导出', en: 'Zulip export' },
  detect,
  preview: (file, settings) => previewByReading(zulipImporter, file, settings, { warnings: [] }),
  read: readZulip,
};

function detect({ names, heads }: Sniff): Confidence {
  const messages = names.some((name) => MESSAGES.test(name));
  if (messages && names.some((name) => /(^|\/)realm\.json$/.test(name)))
    return { score: 0.97, because: 'realm.json and messages-*.json' };
  if (heads.some(({ text }) => /"zerver_message"\s*:/.test(text))) return { score: 0.8, because: 'zerver_message' };
  return NOT_MINE;
}

async function* readZulip(file: ExportFile, settings: ReadSettings, sink: SkipSink): AsyncGenerator<NeutralEvent> {
  const realm = await readRealm(file, settings.encoding);
  const shaper = new EventShaper(settings, sink, 'zulip');
  for (const { stream, ...subscription } of realm.subscriptions) {
    const event = shaper.take(
      { ...subscription, group: stream, groupName: realm.streams.get(stream), ...person(realm, subscription.member) },
      subscription.id,
    );
    if (event) yield event;
  }
  for await (const entry of file.walk((name) => MESSAGES.test(name) || file.entries.length === 1))
    for await (const batch of readJson(entry.bytes, entry.name, ['$.zerver_message.*'], settings.encoding))
      for (const { path, value } of batch) {
        const where = `message ${isObject(value) ? (filled(value.id) ?? path[1]) : path[1]}`;
        if (!isObject(value)) sink.skipped(where, 'not_an_event');
        else if (isPrivate(value, realm)) sink.skipped(where, 'private_chat');
        else
          for (const draft of eventsOf(value, realm)) {
            const event = shaper.take(draft, where);
            if (event) yield event;
          }
      }
}

const person = (realm: Realm, member: string): Partial<Draft> => ({
  member,
  name: realm.users.get(member)?.name,
  bot: realm.users.get(member)?.bot || undefined,
});

function isPrivate(message: Json, { recipients }: Realm): boolean {
  const recipient = filled(message.recipient);
  return recipient !== undefined && recipients.has(recipient) && recipients.get(recipient) === undefined;
}

function* eventsOf(message: Json, realm: Realm): Generator<Draft> {
  const written = messageOf(message, realm);
  yield written;
  for (const line of realm.reactions.get(written.id)?.split('\n') ?? []) {
    const space = line.indexOf(' ');
    const [member, emoji] = [line.slice(0, space), line.slice(space + 1)];
    const { group, groupName, thread, at, id } = written;
    yield {
      id: `${id}/r/${member}/${emoji}`,
      kind: 'reaction',
      group,
      groupName,
      thread,
      at,
      atInferred: true,
      replyTo: id,
      target: written.member,
      emoji,
      ...person(realm, member),
    };
  }
}

function messageOf(message: Json, realm: Realm): Draft {
  const id = filled(message.id) ?? '';
  const member = filled(message.sender);
  const stream = realm.recipients.get(filled(message.recipient) ?? '') ?? filled(message.recipient) ?? '';
  const topic = textOf(message.subject);
  const { text, mentions, quoted, quotedMessage } = readWritten(textOf(message.content) ?? '');
  const people = mentions.flatMap(({ name, id }) => id ?? realm.names.find(name) ?? []);
  return {
    id,
    group: stream,
    groupName: realm.streams.get(stream),
    thread: threadOf(stream, topic),
    topic: topic || undefined,
    ...(member === undefined ? {} : person(realm, member)),
    kind: quotedMessage === undefined ? 'message' : 'reply',
    at: zulipTime(message.date_sent),
    text,
    replyTo: quotedMessage,
    target: quoted && (quoted.id ?? realm.names.find(quoted.name)),
    mentions: people.length > 0 ? people : undefined,
    version: Math.max(zulipTime(message.last_edit_time), 0) || undefined,
    // Ids grow with time, over all files.
    position: /^\d{1,15}$/.test(id) ? Number(id) : undefined,
  };
}

/** A topic of a stream, whether or not it is marked as resolved. */
export const threadOf = (stream: string, topic: string | undefined): string | undefined =>
  topic ? `${stream}/${topic.replace(/^✔ /, '').toLowerCase()}`.slice(0, 400) : undefined;
