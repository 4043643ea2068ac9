import type { Both, Connector, ConnectorContext, TestOutcome } from '#modules/connections/index.ts';
import { polledSession } from '../shared/polled-session.ts';
import { type ApiFailure, wordsOf } from '../shared/wechat-api.ts';
import { hearArchive } from './archive.ts';
import { lookAtPending, reconcileChats } from './group-chats.ts';
import { GroupSendResults, GroupSends } from './group-sends.ts';
import { wecomOperations } from './operations.ts';
import { wecomFields, wecomSettings, type WecomSettings } from './settings.ts';
import { markTag } from './tags.ts';
import { wecomApi } from './wecom-api.ts';
import { wecomCallback } from './wecom-callback.ts';
import { wecomSend } from './wecom-send.ts';

/** WeCom 企业微信: customers and customer groups of a company. */
export const wecomConnector: Connector<WecomSettings> = {
  id: 'wecom',
  platform: 'wecom',
  name: { zh: '企业微信', en: 'WeCom' },
  about: {
    zh: '听到客户添加与流失、客户群进出（每小时与群成员名单核对）；配置会话存档后还能听到群聊。20 秒内可自动发欢迎语；群发由成员在手机上确认后发出，这里会跟踪结果。所需的值在企业微信管理后台“应用管理”和“客户联系 → API”。',
    en: 'Hears customers who come and go, and who joins and leaves customer groups (checked each hour against their member lists); with the session archive also what is said. Welcomes within 20 s; group sends go out once a staff member confirms them on the phone, and are followed up here. The values are in the WeCom admin console under App management and Customer contact → API.',
  },
  fields: wecomFields,
  settings: wecomSettings,
  capabilities: {
    hears: ['message', 'removal', 'join', 'leave'],
    replays: true,
    sends: ['text', 'image', 'card'],
    recipients: ['chat', 'person'],
    edits: false,
    idempotent: false,
    confirmed: true,
    answerWithin: null,
    actions: ['tag', 'untag'],
    longest: { count: 4000, unit: 'bytes' },
  },
  limits: [
    { key: 'sends-per-person', of: 'person', count: 1, window: 'day' },
    { key: 'sends-per-group', of: 'chat', count: 1, window: 'day' },
  ],
  operations: wecomOperations,
  test,
  async open(context) {
    const api = wecomApi(context);
    await api.admit();
    const sender = { api, context, groupSends: new GroupSends(api) };
    const results = new GroupSendResults(api, () => context.now());
    const { archiveAddress, archiveSeconds, tagGroup } = context.settings;
    return polledSession(context, {
      send: (message) => wecomSend(sender, message),
      act: async (action) =>
        action.kind === 'tag' || action.kind === 'untag'
          ? markTag(api, action, tagGroup)
          : { fate: 'refused', code: 'no_such_action', reason: `WeCom has no ${action.kind}` },
      awaited: (task) => results.fate(task),
      reconcile: () => reconcileChats(api, context),
      polls: [
        { name: 'pending-chats', everySeconds: 15, run: () => lookAtPending(api, context) },
        ...(archiveAddress === ''
          ? []
          : [{ name: 'archive', everySeconds: archiveSeconds, run: () => hearArchive(context) }]),
      ],
    });
  },
  callback: (request, context) => wecomCallback(request, context),
};

async function test(context: ConnectorContext<WecomSettings>): Promise<TestOutcome> {
  const api = wecomApi(context);
  const refusal = await api.refusal();
  if (refusal !== undefined) return { ok: false, detail: inWords(refusal) };
  const listed = await api.ask('/cgi-bin/externalcontact/get_follow_user_list', undefined, { repeatable: true });
  if (listed.fate !== 'done') return { ok: false, detail: inWords(listed) };
  const staff = Array.isArray(listed.answer.follow_user) ? listed.answer.follow_user.length : 0;
  return {
    ok: true,
    account: context.settings.corpId,
    detail: {
      zh: `凭证有效；${staff} 名成员配置了客户联系。请把回调地址提交到“客户联系 → API → 接收事件服务器”。`,
      en: `The credentials work; ${staff} staff members have customer contact. Submit the callback address under Customer contact → API → Event server.`,
    },
  };
}

const NOT_PERMITTED: Both = { zh: '应用没有客户联系权限。', en: 'The app may not use customer contact.' };
const WORDS: Readonly<Record<number, Both>> = {
  40001: { zh: 'Secret 不正确。', en: 'The secret is wrong.' },
  40013: { zh: '企业 ID 不正确。', en: 'The corp id is wrong.' },
  48002: NOT_PERMITTED,
  60020: {
    zh: '本服务器的 IP 不在应用的企业可信 IP 里。',
    en: 'The IP of this server is not among the trusted IPs of the app.',
  },
  84074: NOT_PERMITTED,
};

const inWords = (refusal: ApiFailure): Both =>
  wordsOf(refusal, WORDS, { zh: '企业微信拒绝了。', en: 'WeCom refused.' });
