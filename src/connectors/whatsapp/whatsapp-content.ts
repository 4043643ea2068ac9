import type { Draft } from '../shared/event-shaper.ts';
import { cleanName } from './whatsapp-line.ts';

const OMITTED =
  /^<(?:Media omitted|媒体已忽略|省略多媒体文件|已省略多媒体文件|忽略多媒体文件|省略多媒體檔案|已略去媒體|媒體已略去|多媒體已略去)>$/i;
const OMITTED_KIND =
  /^(image|video|audio|sticker|GIF|document|Contact card|图片|视频|音频|贴图|文档|圖片|影片|音訊|貼圖|文件)\s?(?:omitted|已忽略|已省略|已略去)$/i;
const ATTACHED =
  /^<(?:attached|附件)[:：]\s?([^>]+)>$|^(\S[^\n]*\.\w{2,5}) \((?:file attached|文件附件|附件|檔案附件)\)/i;
const DELETED =
  /^(?:This message was deleted|You deleted this message|此消息已(?:被)?删除|您(?:已)?删除了此消息|你删除了此消息|此訊息已刪除|您已刪除此訊息|你已刪除此訊息)\.?。?$/i;
const EDITED = /[\s\u200e]*<(?:This message was edited|此消息已(?:被)?编辑|此訊息已編輯)>$/;

const KINDS: Record<string, string> = {
  image: 'image',
  图片: 'image',
  圖片: 'image',
  video: 'video',
  视频: 'video',
  影片: 'video',
  audio: 'audio',
  音频: 'audio',
  音訊: 'audio',
  sticker: 'sticker',
  贴图: 'sticker',
  貼圖: 'sticker',
  gif: 'gif',
};

/** What the text of a message says: words, or that a file, a picture or nothing stands in its place. */
export function contentOf(raw: string, mentioned: (name: string) => string | undefined): Partial<Draft> {
  const bare = raw.replace(/^[\u200e\u200f]+/, '').trimEnd();
  if (OMITTED.test(bare)) return { media: 'unknown' };
  const kind = OMITTED_KIND.exec(bare);
  if (kind) return { media: KINDS[kind[1]!.toLowerCase()] ?? 'file' };
  const attached = ATTACHED.exec(bare);
  if (attached)
    return { media: mediaOfFile(attached[1] ?? attached[2]!), text: bare.split('\n').slice(1).join('\n').trim() };
  if (DELETED.test(bare)) return { removed: 'deleted' };
  const text = bare.replace(EDITED, '').replace(/[\u2068\u2069]/g, '');
  const mentions = mentionsIn(bare, mentioned);
  return { text, edited: EDITED.test(bare) ? true : undefined, mentions: mentions.length > 0 ? mentions : undefined };
}

function mediaOfFile(file: string): string {
  if (/\.(jpe?g|png|heic)$/i.test(file)) return 'image';
  if (/\.(mp4|mov|3gp)$/i.test(file)) return 'video';
  if (/\.(opus|m4a|mp3|aac|ogg)$/i.test(file)) return 'audio';
  return /\.webp$/i.test(file) ? 'sticker' : 'file';
}

/** People mentioned: by name between isolates, or by the digits of their number. */
function mentionsIn(text: string, mentioned: (name: string) => string | undefined): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(/@(?:\u2068([^\u2069]{1,200})\u2069|(\d{7,15})\b)/g)) {
    const id = mentioned(match[1] === undefined ? `+${match[2]}` : cleanName(match[1]));
    if (id !== undefined) found.add(id);
  }
  return [...found];
}
