import type { ConnectorContext } from '#modules/connections/index.ts';
import { type ErrcodeMeaning, judgeErrcode, WechatApi } from '../shared/wechat-api.ts';
import type { WecomSettings } from './settings.ts';

const refused = (code: string): ErrcodeMeaning => ({ fate: 'refused', code });
const later = (code: string, seconds: number): ErrcodeMeaning => ({ fate: 'later', code, seconds });
const revoked: ErrcodeMeaning = { fate: 'revoked' };

/** What the platform's error codes mean (its “global error codes”). */
export const WECOM_MEANINGS: Readonly<Record<number, ErrcodeMeaning>> = {
  [-1]: later('busy', 5),
  40001: revoked,
  40013: revoked,
  40014: revoked,
  40050: refused('no_such_chat'),
  40058: refused('bad_input'),
  40096: refused('no_such_person'),
  41001: later('no_token', 30),
  41050: refused('welcome_over'),
  41051: refused('welcome_over'),
  41054: refused('staff_not_active'),
  42001: later('no_token', 30),
  45002: refused('too_long'),
  45009: later('too_fast', 60),
  45033: later('too_fast', 5),
  48002: refused('not_permitted'),
  49008: refused('no_such_chat'),
  60011: refused('not_permitted'),
  60020: revoked,
  60111: refused('no_such_staff'),
  84061: refused('not_a_contact'),
  84074: refused('not_permitted'),
  93000: revoked,
  301002: refused('not_permitted'),
  701008: refused('no_licence'),
};

/** A client of WeCom's API. */
export function wecomApi(context: ConnectorContext<WecomSettings>): WechatApi {
  const { corpId, secret, apiBase } = context.settings;
  return new WechatApi(context, {
    base: apiBase.replace(/\/+$/, ''),
    // The platform gives the same token out until it ends, and has no way to force another.
    tokenRequest: () => ({ path: '/cgi-bin/gettoken', query: { corpid: corpId, corpsecret: secret } }),
    judge: (errcode, errmsg) => judgeErrcode(WECOM_MEANINGS, errcode, errmsg),
  });
}
