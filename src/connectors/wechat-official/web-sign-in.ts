import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { ConnectorContext } from '#modules/connections/index.ts';
import type { ApiFailure } from '../shared/wechat-api.ts';
import { sameSecret } from '../shared/same-secret.ts';
import { officialApi } from './official-api.ts';
import type { OfficialSettings } from './settings.ts';

/** Who signed in: `openId` is the follower's account on this Official Account, as in its callbacks. */
export type SignedIn = { openId: string; unionId?: string; name?: string; picture?: string };

const LIFETIME_SECONDS = 600;

const grantSchema = z.object({
  access_token: z.string().min(1),
  openid: z.string().min(1),
  scope: z.string().default(''),
  unionid: z.string().optional(),
});
const personSchema = z.object({
  nickname: z.string().optional(),
  headimgurl: z.string().optional(),
  unionid: z.string().optional(),
});

/**
 * Signs members in on pages that are opened inside WeChat (网页授权). `session` is a secret of the member's browser (a cookie of ours):
 * the state carries a signature over it, so that nobody can be made to finish what another began.
 */
export function webSignIn(context: ConnectorContext<OfficialSettings>) {
  const { appId, appSecret, openBase } = context.settings;
  const sign = (end: string, session: string) =>
    createHmac('sha256', appSecret).update(`${end} ${session}`).digest('hex');
  return {
    /** Where the browser goes; it comes back to `returnTo` with `code` and `state`. `withName` asks the member for name and picture. */
    address(options: { returnTo: string; session: string; withName?: boolean }): string {
      const end = Math.floor(context.now() / 1000 + LIFETIME_SECONDS).toString(36);
      const query = new URLSearchParams({
        appid: appId,
        redirect_uri: options.returnTo,
        response_type: 'code',
        scope: options.withName === true ? 'snsapi_userinfo' : 'snsapi_base',
        // The platform takes letters and digits only, at most 128.
        state: `${end}x${sign(end, options.session)}`,
      });
      return `${openBase.replace(/\/+$/, '')}/connect/oauth2/authorize?${query}#wechat_redirect`;
    },

    /** Checks the state, then exchanges the code, which the platform takes once. */
    async finish(options: {
      code: string;
      state: string;
      session: string;
    }): Promise<{ fate: 'done'; who: SignedIn } | ApiFailure> {
      const [, end = '', signature = ''] = /^([0-9a-z]{1,10})x([0-9a-f]{64})$/.exec(options.state) ?? [];
      const right = sameSecret(signature, sign(end, options.session));
      if (!right || Number.parseInt(end, 36) < context.now() / 1000)
        return { fate: 'refused', code: 'bad_state', reason: 'the sign-in was begun elsewhere, or too long ago' };
      return exchange(context, options.code);
    },
  };
}

async function exchange(
  context: ConnectorContext<OfficialSettings>,
  code: string,
): Promise<{ fate: 'done'; who: SignedIn } | ApiFailure> {
  const api = officialApi(context);
  const { appId, appSecret } = context.settings;
  const outcome = await api.askOpenly('/sns/oauth2/access_token', {
    query: { appid: appId, secret: appSecret, code, grant_type: 'authorization_code' },
  });
  if (outcome.fate !== 'done') return outcome;
  const parsed = grantSchema.safeParse(outcome.answer);
  if (!parsed.success)
    return { fate: 'refused', code: 'bad_answer', reason: 'the platform answered without an account' };
  const grant = parsed.data;
  const who: SignedIn = { openId: grant.openid, ...(grant.unionid && { unionId: grant.unionid }) };
  if (!grant.scope.split(',').includes('snsapi_userinfo')) return { fate: 'done', who };
  const asked = await api.askOpenly('/sns/userinfo', {
    query: { access_token: grant.access_token, openid: grant.openid, lang: 'zh_CN' },
    repeatable: true,
  });
  if (asked.fate !== 'done') return { fate: 'done', who };
  const { nickname: name, headimgurl: picture, unionid: unionId } = personSchema.safeParse(asked.answer).data ?? {};
  return {
    fate: 'done',
    who: { ...who, ...(name && { name }), ...(picture && { picture }), ...(unionId && { unionId }) },
  };
}
