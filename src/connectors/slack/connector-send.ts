import {
  asText,
  type Action,
  type ActionOutcome,
  type Content,
  type Outgoing,
  type SendOutcome,
} from '#modules/connections/index.ts';
import { type SlackClient, slackFault } from './connector-client.ts';

type Block = Record<string, unknown>;

/** https://docs.slack.dev/reference/block-kit/blocks/section-block and image-block */
const LONGEST = { section: 3000, alt: 2000 } as const;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A content in Slack's notation, so that nothing in it calls a whole channel, and in blocks where it is more than text. */
function formOf(content: Content): { text: string; blocks?: Block[] } {
  const text = escape(asText(content));
  if (content.kind === 'image') {
    const alt_text = (content.caption || content.url).slice(0, LONGEST.alt);
    const caption = content.caption === '' ? [] : [section(escape(content.caption))];
    return { text, blocks: [...caption, { type: 'image', image_url: content.url, alt_text }] };
  }
  if (content.kind !== 'card') return { text };
  const link = `*<${content.url.replaceAll('|', '%7C').replaceAll('>', '%3E')}|${escape(content.title)}>*`;
  const image =
    content.image === null ? {} : { accessory: { type: 'image', image_url: content.image, alt_text: content.title } };
  return { text, blocks: [{ ...section([link, escape(content.text)].filter(Boolean).join('\n')), ...image }] };
}

const section = (text: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: text.slice(0, LONGEST.section) },
});

/** Sends, or changes what was sent. Ids are `channel/ts`, those of the events. */
export async function sendToSlack(client: SlackClient, message: Outgoing): Promise<SendOutcome> {
  const form = formOf(message.content);
  const blocks = form.blocks as never;
  try {
    if (message.replaces !== undefined) {
      const [channel, ts] = splitId(message.replaces);
      if (channel === undefined || ts === undefined)
        return { fate: 'refused', code: 'bad_reference', reason: 'the message to change has no id at Slack' };
      await client.chat.update({ channel, ts, text: form.text, blocks: blocks ?? [] });
      return { fate: 'sent', id: message.replaces };
    }
    const thread_ts = splitId(message.replyTo)[1];
    const postMessage = client.chat.postMessage.bind(client.chat);
    const sent = await postMessage({
      channel: message.to.id,
      text: form.text,
      blocks,
      thread_ts,
      unfurl_links: false,
      unfurl_media: false,
    });
    return { fate: 'sent', id: `${sent.channel}/${sent.ts}` };
  } catch (error) {
    return slackFault(error);
  }
}

const splitId = (id: string | undefined): [channel?: string, ts?: string] => {
  const [, channel, ts] = /^([A-Z0-9]+)\/(\d+\.\d+)/.exec(id ?? '') ?? [];
  return [channel, ts];
};

/** Removes a person from a channel; Slack knows no muting. */
export async function actAtSlack(client: SlackClient, action: Action): Promise<ActionOutcome> {
  if (action.kind !== 'remove' || action.chat === undefined)
    return { fate: 'refused', code: 'unsupported', reason: `Slack has no ${action.kind}` };
  try {
    await client.conversations.kick({ channel: action.chat, user: action.account });
    return { fate: 'done' };
  } catch (error) {
    // They are not there: what was asked for is so.
    const fault = slackFault(error);
    return 'code' in fault && fault.code === 'not_in_channel' ? { fate: 'done' } : fault;
  }
}
