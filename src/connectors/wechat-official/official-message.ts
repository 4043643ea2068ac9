import type { Content } from '#modules/connections/index.ts';
import { cdata } from '../shared/wechat-crypto-xml.ts';

/** What a follower can be told in a chat: contents, with pictures already handed to the platform. */
export type ChatContent = Extract<Content, { kind: 'text' | 'card' }> | { kind: 'picture'; mediaId: string };

const newsItem = (card: Extract<Content, { kind: 'card' }>) => ({
  title: card.title,
  description: card.text,
  url: card.url,
  picurl: card.image ?? '',
});

/** Body of a customer-service message (客服消息). */
export function customerMessage(openId: string, content: ChatContent): object {
  switch (content.kind) {
    case 'text':
      return { touser: openId, msgtype: 'text', text: { content: content.text } };
    case 'card':
      return { touser: openId, msgtype: 'news', news: { articles: [newsItem(content)] } };
    case 'picture':
      return { touser: openId, msgtype: 'image', image: { media_id: content.mediaId } };
  }
}

/** The part of a passive reply that says something; who tells whom is put around it where the callback is answered. */
export function passiveMessage(content: ChatContent): string {
  switch (content.kind) {
    case 'text':
      return `<MsgType>${cdata('text')}</MsgType><Content>${cdata(content.text)}</Content>`;
    case 'card': {
      const { title, description, url, picurl } = newsItem(content);
      return `<MsgType>${cdata('news')}</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>${cdata(title)}</Title><Description>${cdata(description)}</Description><PicUrl>${cdata(picurl)}</PicUrl><Url>${cdata(url)}</Url></item></Articles>`;
    }
    case 'picture':
      return `<MsgType>${cdata('image')}</MsgType><Image><MediaId>${cdata(content.mediaId)}</MediaId></Image>`;
  }
}

/** A whole passive reply: from the account to the follower who wrote. `now` in milliseconds. */
export function passiveReply(part: string, talk: { account: string; follower: string; now: number }): string {
  return `<xml><ToUserName>${cdata(talk.follower)}</ToUserName><FromUserName>${cdata(talk.account)}</FromUserName><CreateTime>${Math.floor(talk.now / 1000)}</CreateTime>${part}</xml>`;
}
