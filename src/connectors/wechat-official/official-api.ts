import type { ConnectorContext } from '#modules/connections/index.ts';
import { type ErrcodeMeaning, judgeErrcode, WechatApi } from '../shared/wechat-api.ts';
import type { OfficialSettings } from './settings.ts';

const refused = (code: string): ErrcodeMeaning => ({ fate: 'refused', code });
const later = (code: string, seconds: number): ErrcodeMeaning => ({ fate: 'later', code, seconds });
const revoked: ErrcodeMeaning = { fate: 'revoked' };
const HOUR = 3600;

/** What the platform's error codes mean for a send (its “global return codes”). */
const MEANINGS: Readonly<Record<number, ErrcodeMeaning>> = {
  [-1]: later('busy', 5),
  40001: revoked,
  40002: revoked,
  40003: refused('no_such_person'),
  40007: refused('bad_media'),
  40013: revoked,
  40014: revoked,
  40037: refused('no_such_template'),
  40125: revoked,
  40164: revoked,
  40243: revoked,
  41001: later('no_token', 30),
  42001: later('no_token', 30),
  43004: refused('not_following'),
  43019: refused('blocked'),
  43101: refused('declined'),
  45002: refused('too_long'),
  45003: refused('too_long'),
  45004: refused('too_long'),
  45009: later('quota', HOUR),
  45011: later('too_fast', 60),
  45015: refused('window_closed'),
  45047: refused('answers_used_up'),
  47003: refused('bad_template_fields'),
  48001: refused('not_permitted'),
  48002: refused('declined'),
  48004: revoked,
  50002: revoked,
  53500: refused('publishing_blocked'),
  53501: later('too_fast', 60),
  53503: refused('draft_rejected'),
  53504: refused('draft_needs_console'),
  53505: refused('draft_needs_console'),
  87014: refused('content_rejected'),
  89503: revoked,
  89506: revoked,
  89507: revoked,
};

/** A client of the account's API. */
export function officialApi(context: ConnectorContext<OfficialSettings>): WechatApi {
  const { appId, appSecret, apiBase } = context.settings;
  return new WechatApi(context, {
    base: apiBase.replace(/\/+$/, ''),
    tokenRequest: (force) => ({
      path: '/cgi-bin/stable_token',
      body: { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: force },
    }),
    judge: (errcode, errmsg) => judgeErrcode(MEANINGS, errcode, errmsg),
  });
}
