import { z } from 'zod';

/** How somebody signed in: by a personal link, a code posted in a group, a code that was mailed, or WeChat. */
export const WAYS = ['link', 'group_code', 'mail', 'wechat'] as const;

export const MEMBER_LANGUAGES = ['zh-CN', 'en'] as const;
export type MemberLanguage = (typeof MEMBER_LANGUAGES)[number];

/** What everybody who has a community's address sees of it. */
export const entranceCommunity = z.object({
  code: z.string().describe('of its address: /m/<code>/'),
  name: z.string(),
  slogan: z.string(),
  picture: z.boolean().describe('whether GET /api/m/v1/communities/:code/picture has one'),
});

/** GET /api/m/v1/communities/:code */
export const entranceReply = entranceCommunity.extend({
  ways: z.array(z.enum(WAYS)).describe('how one signs in here besides by a link'),
});
export type Entrance = z.infer<typeof entranceReply>;
export type EntranceCommunity = z.infer<typeof entranceCommunity>;

/** GET /api/m/v1/me */
export const memberMeReply = z.object({
  community: entranceCommunity,
  name: z.string(),
  language: z.enum(MEMBER_LANGUAGES).nullable().describe('null: as their browser says'),
  uses: z.array(z.string()).describe('parts of the product that the community uses: points, levels …'),
});
export type MemberMe = z.infer<typeof memberMeReply>;

export const memberSession = z.object({
  id: z.string(),
  way: z.enum(WAYS),
  device: z.string().describe('what the browser calls itself'),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime().describe('to five minutes'),
  current: z.boolean().describe('the one that asks'),
});
export type MemberSession = z.infer<typeof memberSession>;

/** GET /api/m/v1/sessions, and an operator’s view of them. */
export const memberSessionsReply = z.object({ sessions: z.array(memberSession) });

/** PUT /api/m/v1/language */
export const languageBody = z.object({ language: z.enum(MEMBER_LANGUAGES).nullable() });

export const codeParams = z.object({ code: z.string().max(32) });

export const sessionParams = z.object({ sessionId: z.uuid() });

const token = z.string().min(1).max(200);

/** POST /api/m/v1/link/look, …/open */
export const linkBody = z.object({ token });
export const linkReply = z.object({ name: z.string(), community: entranceCommunity });
export type LinkLook = z.infer<typeof linkReply>;

/** POST /api/m/v1/communities/:code/sign-in/group-code */
export const groupCodeReply = z.object({ code: z.string(), endsAt: z.iso.datetime() });
export type GroupCode = z.infer<typeof groupCodeReply>;

/** POST /api/m/v1/sign-in/finish */
export const finishReply = z.object({ state: z.enum(['waiting', 'done']) });

/** POST /api/m/v1/communities/:code/sign-in/mail */
export const mailBody = z.object({ email: z.email().max(200), language: z.enum(MEMBER_LANGUAGES) });
export const mailReply = z.object({ endsAt: z.iso.datetime() });

/** POST /api/m/v1/sign-in/mail-code */
export const mailCodeBody = z.object({ code: z.string().regex(/^[0-9]{6}$/, 'is six digits') });

/** POST /api/m/v1/wechat */
export const claimWechatReply = z.object({ address: z.string().describe('of the platform') });
export type ClaimWechat = z.infer<typeof claimWechatReply>;

/** GET /api/m/v1/communities/:code/sign-in/wechat/done: what the platform sends back */
export const wechatQuery = z.object({ code: z.string().max(200).default(''), state: z.string().max(200).default('') });

/** GET /api/v1/communities/:communityId/members/:memberId/access */
export const accessReply = z.object({
  entrance: z.string().describe('address of the community’s member pages'),
  sessions: z.array(memberSession),
});
export type MemberAccess = z.infer<typeof accessReply>;

/** POST /api/v1/communities/:communityId/members/:memberId/access/link */
export const personalLinkReply = z.object({ address: z.string(), endsAt: z.iso.datetime() });

export const accessParams = z.object({ communityId: z.string().min(1).max(60), memberId: z.uuid() });
export const accessSessionParams = accessParams.extend({ memberSessionId: z.uuid() });
