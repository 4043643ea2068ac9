import type { ConnectorContext, Content } from '#modules/connections/index.ts';
import type { ApiFailure, WechatApi } from '../shared/wechat-api.ts';
import { uploadPicture } from '../shared/wechat-media.ts';

/** Text and attachments of a message to customers; the platform takes either or both. */
export type CustomerBody = { text?: { content: string }; attachments?: object[] };

const PICTURE_MOST = 10 * 1024 * 1024;

/** What a content is on WeCom; pictures are handed to the platform first. */
export async function customerBody(
  api: WechatApi,
  context: Pick<ConnectorContext<unknown>, 'fetch' | 'now'>,
  content: Content,
): Promise<CustomerBody | ApiFailure> {
  switch (content.kind) {
    case 'text':
      return { text: { content: content.text } };
    case 'card': {
      const link = { title: content.title, desc: content.text, url: content.url, picurl: content.image ?? '' };
      return { attachments: [{ msgtype: 'link', link }] };
    }
    case 'image': {
      const upload = { path: '/cgi-bin/media/upload', query: { type: 'image' }, url: content.url, most: PICTURE_MOST };
      const outcome = await uploadPicture(api, context, upload);
      if (outcome.fate !== 'done') return outcome;
      const image = { msgtype: 'image', image: { media_id: String(outcome.answer.media_id) } };
      return { ...(content.caption === '' ? {} : { text: { content: content.caption } }), attachments: [image] };
    }
    default:
      return { fate: 'refused', code: 'no_such_content', reason: `WeCom has no ${content.kind} for customers` };
  }
}
