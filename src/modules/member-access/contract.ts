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
