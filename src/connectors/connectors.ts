import type { AnyConnector } from '#modules/connections/index.ts';
import { discordConnector } from './discord/connector.ts';
import { emailConnector } from './email/connector.ts';
import { facebookConnector } from './facebook/connector.ts';
import { ircConnector } from './irc/connector.ts';
import { slackConnector } from './slack/connector.ts';
import { telegramConnector } from './telegram/connector.ts';
import { webhookConnector } from './webhook/connector.ts';
import { wechatOfficialConnector } from './wechat-official/connector.ts';
import { wecomConnector } from './wecom/connector.ts';
import { wecomRobotConnector } from './wecom/robot-connector.ts';
import { weiboConnector } from './weibo/connector.ts';
import { xmppConnector } from './xmpp/connector.ts';

/** Every connector, one line each. Adding one is a folder and a line here. */
export const CONNECTORS: readonly AnyConnector[] = [
  wechatOfficialConnector,
  wecomConnector,
  wecomRobotConnector,
  telegramConnector,
  discordConnector,
  slackConnector,
  ircConnector,
  weiboConnector,
  facebookConnector,
  emailConnector,
  webhookConnector,
  xmppConnector,
];
