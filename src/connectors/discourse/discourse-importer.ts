import type { NeutralEvent } from '#modules/events/contract.ts';
import type { ExportFile } from '../files/export-file.ts';
import type { Head } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { readCsv } from '../shared/csv-rows.ts';
import { best, placeIn } from '../shared/entries.ts';
import { type Draft, EventShaper } from '../shared/event-shaper.ts';
import { OrdinalIds } from '../shared/ordinal-ids.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { parseWallTime } from '../shared/wall-time.ts';

/** A member's own archive from Discourse: user_archive.csv, alone or in its zip. All posts are that member's. */
export const discourseImporter: Importer = {
  id: 'discourse',
  label: { zh: 'Discourse 个人存档', en: 'Discourse user archive' },
  detect: ({ heads }) => best(heads, score),
  async preview(file, settings) {
    const owner = ownerOf(file);
    const ambiguities =
      owner === undefined && settings.self === undefined
        ? [{ option: 'self' as const, required: true, evidence: 'the archive does not say whose posts these are' }]
        : [];
    return previewByReading(discourseImporter, file, settings, {
      ambiguities,
      warnings: ['This archive holds the posts of one member only.'],
    });
  },
  read: readArchive,
};

const score = ({ text }: Head): Confidence =>
  /^\ufeff?topic_title,/.test(text) && /\bpost_raw\b/.test(text.split('\n', 1)[0]!)
    ? { score: 0.97, because: 'the columns of a Discourse archive: topic_title, post_raw, …' }
    : NOT_MINE;

/** Archives are called `user_archive-<name>-230501-120000.zip`. */
const ownerOf = (file: ExportFile): string | undefined => /^user_archive-(.+?)-\d{6}-\d{6}/.exec(file.name)?.[1];

async function* readArchive(file: ExportFile, settings: ReadSettings, sink: SkipSink): AsyncGenerator<NeutralEvent> {
  const shaper = new EventShaper(settings, sink, 'discourse');
  const clock = new WallClock('UTC');
  const owner = settings.self ?? ownerOf(file);
  const ids = new OrdinalIds();
  for await (const entry of file.walk(
    (name) => /(^|\/)(user_archive|posts)[^/]*\.csv$/.test(name) || file.entries.length === 1,
  )) {
    const place = placeIn(file, entry.name);
    let head: string[] | undefined;
    for await (const { fields, line } of readCsv(entry.bytes, entry.name, ',', settings.encoding)) {
      if (!head) {
        head = fields;
        continue;
      }
      const row = Object.fromEntries(head.map((name, index) => [name, fields[index] ?? '']));
      if (fields.length !== head.length) sink.skipped(place(line), 'bad_row');
      else if (/^(yes|true|是)$/i.test(row.is_pm ?? '')) sink.skipped(place(line), 'private_chat');
      else {
        const event = shaper.take(postOf(row, owner, clock, ids), place(line));
        if (event) yield event;
      }
    }
  }
}

function postOf(row: Record<string, string>, member: string | undefined, clock: WallClock, ids: OrdinalIds): Draft {
  const at = parseWallTime(row.created_at ?? '', clock);
  const group = row.categories || row.category || '';
  const url = /\/t\/(?:[^/]+\/)?(\d+)(?:\/(\d+))?/.exec(row.url ?? '');
  const number = url?.[2] ?? (url ? '1' : undefined);
  return {
    id: url ? `t/${url[1]}/${number}` : ids.next(group, member ?? '', String(at), row.post_raw ?? ''),
    group,
    groupName: group,
    thread: url?.[1],
    topic: row.topic_title || undefined,
    member,
    kind: number === undefined || number === '1' ? 'message' : 'reply',
    replyTo: number === undefined || number === '1' ? undefined : `t/${url![1]}/1`,
    at,
    text: row.post_raw,
    likes: Number(row.like_count) || undefined,
  };
}
