import { randomInt, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { getCommunity } from '#modules/communities/index.ts';
import type { Mail } from '#platform/mail/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { CodeWrong, SignInOver } from './errors.ts';
import type { MemberKeys } from './member-keys.ts';
import { beginSignIn, countAgainst, countTry, endSignIn, type SignIn, SIGN_IN_MINUTES } from './sign-in-store.ts';

/** Wrong codes that one mail bears. */
const MOST_TRIES = 5;
/** Mails to one address: a guesser gets 5 tries each at one of a million codes. */
const MAILS = { max: 3, minutes: 60 };
const MAILS_A_DAY = { max: 10, minutes: 24 * 60 };

/**
 * The person of a community who has an e-mail address as an account of the platform e-mail; undefined where nobody has it, or two
 * people do. An attribute is not asked: what operators write down of a member must not let them in as that member.
 */
export async function personOfAddress(tx: Tx, communityId: string, email: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT coalesce(members.person_id, members.id) AS id
    FROM accounts JOIN members ON members.id = member_id
    WHERE accounts.community_id = ${communityId} AND platform = 'email' AND lower(external_id) = ${email} AND NOT bot
    LIMIT 2
  `.execute(tx);
  return rows.length === 1 ? rows[0]!.id : undefined;
}

/**
 * Begins a sign-in by mail. The same happens whether or not somebody has the address; only then there is a mail to send, which
 * the caller does after the transaction, without making the visitor wait for it. TooMany.
 */
export async function beginMailSignIn(
  tx: Tx,
  keys: MemberKeys,
  order: { workspaceId: string; communityId: string; email: string; language: 'zh-CN' | 'en'; now: Date },
): Promise<{ words: string; endsAt: Date; mail: Mail | undefined }> {
  const { communityId, now } = order;
  const email = order.email.trim().toLowerCase();
  await countAgainst(tx, communityId, `mail ${email}`, { ...MAILS, now });
  await countAgainst(tx, communityId, `mails of a day ${email}`, { ...MAILS_A_DAY, now });
  const memberId = await personOfAddress(tx, communityId, email);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const codeHashOf = (id: string) => keys.codeHash(id, code);
  const begun = await beginSignIn(tx, { ...order, way: 'mail', codeHashOf, memberId });
  const { name } = await getCommunity(tx, communityId);
  const mail =
    memberId === undefined ? undefined : { to: email, ...wordsOf(order.language, { code, community: name }) };
  return { words: begun.words, endsAt: begun.endsAt, mail };
}

function wordsOf(language: 'zh-CN' | 'en', { code, community }: { code: string; community: string }) {
  return language === 'en'
    ? {
        subject: `${code} is your code for ${oneLine(community)}`,
        text: `Your code for the member pages of ${community}: ${code}\n\nIt works for ${SIGN_IN_MINUTES} minutes, where you asked for it. Nobody of the community will ever ask you for it. If you did not ask for it, do nothing.\n`,
      }
    : {
        subject: `${code} 是你在${oneLine(community)}的登录验证码`,
        text: `你在“${community}”成员页面的登录验证码：${code}\n\n${SIGN_IN_MINUTES} 分钟内有效，只能在你索取它的页面使用。社群里不会有人向你索要它。如果不是你在登录，不用理会。\n`,
      };
}

const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 100);

/**
 * Takes the code of a mail. @returns whom it signs in; a failure is returned, not thrown, because the try that it counted must stay
 * counted: the caller throws it after the transaction
 */
export async function takeMailCode(
  tx: Tx,
  keys: MemberKeys,
  { signIn, code }: { signIn: SignIn; code: string },
): Promise<{ memberId: string } | { refused: CodeWrong | SignInOver }> {
  if (signIn.way !== 'mail' || signIn.tries >= MOST_TRIES) return { refused: new SignInOver() };
  const right = timingSafeEqual(keys.codeHash(signIn.id, code), signIn.codeHash);
  if (!right || signIn.memberId === null) {
    await countTry(tx, signIn.id);
    const left = MOST_TRIES - signIn.tries - 1;
    if (left === 0) await endSignIn(tx, signIn.id);
    return { refused: left === 0 ? new SignInOver() : new CodeWrong(left) };
  }
  await endSignIn(tx, signIn.id);
  return { memberId: signIn.memberId };
}
