import type { AnyConnector } from '#modules/connections/index.ts';
import { wechatOfficialConnector } from './wechat-official/connector.ts';

/** Every connector, one line each. Adding one is a folder and a line here. */
export const CONNECTORS: readonly AnyConnector[] = [wechatOfficialConnector];
