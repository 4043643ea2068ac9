import { basename } from 'node:path';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Head } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE } from '../importer.ts';
import { zoneAmbiguity } from '../shared/date-order.ts';
import { readCsv } from '../shared/csv-rows.ts';
import { best, placeIn } from '../shared/entries.ts';
import { type Draft, EventShaper } from '../shared/event-shaper.ts';
import { NameBook } from '../shared/name-book.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { WallClock } from '../shared/wall-clock.ts';
import { parseWallTime } from '../shared/wall-time.ts';
import { noticeText, readAppMessage } from './wechat-content.ts';
import { wechatNotice } from './wechat-notice.ts';

/** CSV of PyWxDump. */
export const pywxdumpImporter: Importer = {
  id: 'wechat-pywxdump',
  label: { zh: '微信 CSV（PyWxDump）', en: 'WeChat CSV (PyWxDump)' },
  detect: ({ heads }) => best(heads, score),
  preview: (file, settings) =>
    previewByReading(pywxdumpImporter, file, settings, {
      ambiguities: [
        zoneAmbiguity(
          settings.timezone ?? new WallClock().zone,
          'times are those of the computer that made the export',
        ),
      ],
    }),
  async *read(file, settings, sink): AsyncGenerator<NeutralEvent> {
    const shaper = new EventShaper(settings, sink, 'wechat');
    const clock = new WallClock(settings.timezone);
    for await (const entry of file.walk((name) => /\.csv$/i.test(name) || file.entries.length === 1)) {
      const place = placeIn(file, entry.name);
      const context: Context = {
        names: new NameBook(),
        clock,
        self: settings.self ?? 'self',
        chat: basename(entry.name).replace(/\.csv$/i, ''),
        notice: wechatNotice(),
      };
      let head: string[] | undefined;
      for await (const { fields, line } of readCsv(entry.bytes, entry.name, ',', settings.encoding)) {
        if (!head) head = fields.map((field) => field.trim());
        else if (fields.length !== head.length) sink.skipped(place(line), 'bad_row');
        else {
          const drafts = draftsOf(Object.fromEntries(head.map((name, index) => [name, fields[index]!])), context);
          if (drafts.length === 0) sink.skipped(place(line), 'system_line');
          for (const draft of drafts) {
            const event = shaper.take(draft, place(line));
            if (event) yield event;
          }
        }
      }
    }
  },
};

type Context = {
  names: NameBook;
  clock: WallClock;
  self: string;
  chat: string;
  notice: ReturnType<typeof wechatNotice>;
};

const score = ({ text }: Head): Confidence => {
  const first = text.split('\n', 1)[0]!;
  return /\bMsgSvrID\b/.test(first) && /\btype_name\b/.test(first) && /\btalker\b/.test(first)
    ? { score: 0.98, because: 'the columns of PyWxDump: MsgSvrID, type_name, talker, …' }
    : NOT_MINE;
};

const MEDIA: Record<string, string> = {
  图片: 'image',
  语音: 'audio',
  视频: 'video',
  动画表情: 'sticker',
  位置信息: 'location',
  文件: 'file',
  红包封面: 'red-packet',
};

function draftsOf(row: Record<string, string>, context: Context): Draft[] {
  const group = row.room_name || row.talker || context.chat;
  const at = parseWallTime(row.CreateTime ?? '', context.clock);
  const base = { group, groupName: context.chat, at };
  const type = row.type_name ?? '';
  const message = row.msg ?? '';
  const server = row.MsgSvrID === undefined || /^0*$/.test(row.MsgSvrID) ? undefined : row.MsgSvrID;
  if (/系统|撤回|拍一拍/.test(type)) {
    const drafts = context.notice(noticeText(message), base, context);
    if (server !== undefined)
      for (const [index, draft] of drafts.entries()) draft.id = index === 0 ? server : `${server}/${index}`;
    return drafts;
  }
  const mine = row.is_sender === '1';
  // Older builds write 我 in place of one's own account.
  const member =
    mine && (row.talker === '我' || row.talker === '' || row.talker === undefined) ? context.self : row.talker;
  return [
    {
      ...base,
      ...contentOf(type, message),
      id: server ?? context.notice.id(group, member ?? '', at, message || (row.src ?? type)),
      member,
    },
  ];
}

function contentOf(type: string, message: string): Pick<Draft, 'kind'> & Partial<Draft> {
  if (type === '文本' || type === '' || type === '1') return { kind: 'message', text: message };
  if (/引用/.test(type)) {
    const app = readAppMessage(message);
    return {
      kind: app.quotedMessage === undefined && app.quotedAccount === undefined ? 'message' : 'reply',
      text: app.title,
      replyTo: app.quotedMessage,
      target: app.quotedAccount,
    };
  }
  const title = readAppMessage(message).title;
  return { kind: 'message', media: MEDIA[type] ?? type, text: MEDIA[type] === undefined ? title : undefined };
}
