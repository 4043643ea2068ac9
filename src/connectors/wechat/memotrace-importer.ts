import { basename } from 'node:path';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { ExportFile } from '../files/export-file.ts';
import type { Head } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE, type ReadSettings, type SkipSink } from '../importer.ts';
import { readCsv } from '../shared/csv-rows.ts';
import { best, placeIn } from '../shared/entries.ts';
import { type Draft, EventShaper } from '../shared/event-shaper.ts';
import { epochMs } from '../shared/json-entries.ts';
import { NameBook } from '../shared/name-book.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { parseWallTime } from '../shared/wall-time.ts';
import { noticeText, readAppMessage } from './wechat-content.ts';
import { wechatNotice } from './wechat-notice.ts';

/** CSV of MemoTrace (留痕) and WeChatMsg. */
export const memotraceImporter: Importer = {
  id: 'wechat-memotrace',
  label: { zh: '微信 CSV（留痕 MemoTrace / WeChatMsg）', en: 'WeChat CSV (MemoTrace / WeChatMsg)' },
  detect: ({ heads }) => best(heads, score),
  async preview(file, settings) {
    const preview = await previewByReading(memotraceImporter, file, settings);
    const self = preview.events.some(({ member }) => member === 'self');
    if (self && settings.self === undefined)
      preview.ambiguities.push({
        option: 'self',
        required: false,
        proposed: 'self',
        evidence: 'messages sent by the one who made the export carry no account',
      });
    if (preview.events.some(({ senderUnknown }) => senderUnknown === true))
      preview.warnings.push(
        'This export is of an older build and does not say who wrote: messages of all others stand under one account of the conversation. Export again with a newer build for a group.',
      );
    return preview;
  },
  read: readMemotrace,
};

const COLUMNS = [
  'localId',
  'TalkerId',
  'Type',
  'SubType',
  'IsSender',
  'CreateTime',
  'Status',
  'StrContent',
  'StrTime',
  'Remark',
  'NickName',
  'Sender',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

const score = ({ text }: Head): Confidence =>
  /^\ufeff?"?localId"?,\s*"?TalkerId"?,/i.test(text)
    ? { score: 0.98, because: 'the columns of MemoTrace: localId, TalkerId, …' }
    : NOT_MINE;

const isCsv = (file: ExportFile) => (name: string) => /\.csv$/i.test(name) || file.entries.length === 1;

async function* readMemotrace(file: ExportFile, settings: ReadSettings, sink: SkipSink): AsyncGenerator<NeutralEvent> {
  const shaper = new EventShaper(settings, sink, 'wechat');
  const clock = new WallClock(settings.timezone);
  for await (const entry of file.walk(isCsv(file))) {
    const place = placeIn(file, entry.name);
    const fallback = basename(entry.name).replace(/\.csv$/i, '');
    const context = {
      names: await namesIn(file, entry.name, settings),
      clock,
      self: settings.self ?? 'self',
      chat: fallback,
      notice: wechatNotice(),
    };
    let head: string[] | undefined;
    for await (const { fields, line } of readCsv(entry.bytes, entry.name, ',', settings.encoding)) {
      if (!head) head = fields.map((field) => field.trim());
      else if (fields.length < Math.min(8, head.length)) sink.skipped(place(line), 'bad_row');
      else {
        const drafts = draftsOf(rowOf(head, fields), context);
        if (drafts.length === 0) sink.skipped(place(line), 'system_line');
        for (const draft of drafts) {
          const event = shaper.take(draft, place(line));
          if (event) yield event;
        }
      }
    }
  }
}

function rowOf(head: readonly string[], fields: readonly string[]): Row {
  const row: Row = {};
  for (const column of COLUMNS) {
    const value = fields[head.indexOf(column)];
    if (value !== undefined && value !== '') row[column] = value;
  }
  return row;
}

/** Accounts by the names shown, of the whole file: a notice of joining comes before the first message. */
async function namesIn(file: ExportFile, entryName: string, settings: ReadSettings): Promise<NameBook> {
  const names = new NameBook();
  for await (const entry of file.walk((name) => name === entryName)) {
    let head: string[] | undefined;
    for await (const { fields } of readCsv(entry.bytes, entry.name, ',', settings.encoding)) {
      if (!head) head = fields.map((field) => field.trim());
      const { Sender, NickName, Remark } = rowOf(head, fields);
      if (Sender === undefined) continue;
      names.add(NickName, Sender);
      if (Remark !== NickName) names.add(Remark, Sender);
    }
  }
  return names;
}

type Context = {
  names: NameBook;
  clock: WallClock;
  self: string;
  chat: string;
  notice: ReturnType<typeof wechatNotice>;
};

function draftsOf(row: Row, context: Context): Draft[] {
  const group = row.TalkerId ?? context.chat;
  const at = row.CreateTime === undefined ? parseWallTime(row.StrTime ?? '', context.clock) : epochMs(row.CreateTime);
  const base = { group, groupName: context.chat, at };
  if (row.Type === '10000' || row.Type === '10002')
    return context.notice(noticeText(row.StrContent ?? ''), base, context);
  const mine = row.IsSender === '1';
  const unknown = !mine && row.Sender === undefined;
  const member =
    row.Sender ?? (mine ? context.self : row.TalkerId === undefined ? undefined : `talker-${row.TalkerId}`);
  return [
    {
      ...base,
      ...contentOf(row, context),
      id: context.notice.id(group, member ?? '', at, row.StrContent ?? row.Type ?? ''),
      member,
      name: row.Remark ?? row.NickName,
      senderUnknown: unknown && member !== undefined ? true : undefined,
    },
  ];
}

function contentOf(row: Row, { names }: Context): Pick<Draft, 'kind'> & Partial<Draft> {
  const content = row.StrContent ?? '';
  if (row.Type === '1' || row.Type === undefined) {
    const mentions = content.includes('@') ? names.mentionsIn(content) : [];
    return { kind: 'message', text: content, mentions: mentions.length > 0 ? mentions : undefined };
  }
  if (row.Type !== '49') return { kind: 'message', media: MEDIA[row.Type] ?? `type-${row.Type}` };
  const app = readAppMessage(content);
  const quote = row.SubType === '57';
  return {
    kind: quote && app.quotedAccount !== undefined ? 'reply' : 'message',
    text: app.title,
    target: quote ? app.quotedAccount : undefined,
    media: quote ? undefined : `app-${row.SubType ?? '0'}`,
  };
}

const MEDIA: Record<string, string> = {
  3: 'image',
  34: 'audio',
  42: 'card',
  43: 'video',
  47: 'sticker',
  48: 'location',
  50: 'call',
};
