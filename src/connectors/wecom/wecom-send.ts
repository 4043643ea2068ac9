import type { ConnectorContext, Outgoing, SendOutcome } from '#modules/connections/index.ts';
import type { WechatApi } from '../shared/wechat-api.ts';
import { knownChat } from './group-chats.ts';
import type { GroupSends } from './group-sends.ts';
import type { WecomSettings } from './settings.ts';
import { type CustomerBody, customerBody } from './wecom-content.ts';

/** What sending needs. */
export type WecomSender = { api: WechatApi; context: ConnectorContext<WecomSettings>; groupSends: GroupSends };

/**
 * Sends one message: with a welcome code at once, else as a group send that a staff member confirms (of a group: its owner). The
 * code is taken once and for twenty seconds, so that a welcome that comes too late is refused and not sent another way.
 */
export async function wecomSend(sender: WecomSender, message: Outgoing): Promise<SendOutcome> {
  const { to, content, ticket } = message;
  if (to.kind === 'public')
    return { fate: 'refused', code: 'wrong_recipient', reason: 'WeCom has no public to publish to' };
  const body = await customerBody(sender.api, sender.context, content);
  if ('fate' in body) return body;
  const welcome = /^welcome:(.+)$/.exec(ticket ?? '')?.[1];
  if (welcome !== undefined) return sendWelcome(sender.api, welcome, body);
  if (to.kind === 'person')
    return sender.groupSends.add({ type: 'single', id: to.id, sender: sender.context.settings.sender }, body);
  const owner = (await knownChat(sender.context, to.id))?.owner ?? '';
  if (owner === '')
    return {
      fate: 'later',
      seconds: 60,
      code: 'owner_unknown',
      reason: 'the owner of the group is not known yet: it confirms what is sent',
    };
  return sender.groupSends.add({ type: 'group', id: to.id, sender: owner }, body);
}

async function sendWelcome(api: WechatApi, code: string, body: CustomerBody): Promise<SendOutcome> {
  const outcome = await api.ask('/cgi-bin/externalcontact/send_welcome_msg', { welcome_code: code, ...body });
  return outcome.fate === 'done' ? { fate: 'sent' } : outcome;
}
