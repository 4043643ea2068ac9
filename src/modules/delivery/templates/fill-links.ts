import type { Content } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** The variable that becomes a link which signs its reader in. */
export const LINK_VARIABLE = 'member.link';
/** How it stands in a message until that is sent: a kept message holds no link, so who reads it can use none. */
export const LINK_PLACE = `{{${LINK_VARIABLE}}}`;

/** Whom a link is for: the person that a message goes to; null for a group, or for somebody who is not known. */
export type LinkTo = { communityId: string; memberId: string | null };
/** Makes the link of a message: personal where it goes to one known person, else the address of the pages. */
export type LinkOf = (tx: Tx, to: LinkTo) => Promise<string>;

type Due = { toKind: string; memberId: string | null; communityId: string; content: Content };

/** Messages with their links in place, made as they leave. Those without a link are given back as they are. */
export async function fillLinks<T extends Due>(tx: Tx, due: readonly T[], linkOf: LinkOf | undefined): Promise<T[]> {
  const filled: T[] = [];
  for (const one of due) {
    const text = JSON.stringify(one.content);
    if (!text.includes(LINK_PLACE)) {
      filled.push(one);
      continue;
    }
    const memberId = one.toKind === 'person' ? one.memberId : null;
    const link = (await linkOf?.(tx, { communityId: one.communityId, memberId })) ?? '';
    filled.push({
      ...one,
      content: JSON.parse(text.replaceAll(LINK_PLACE, () => JSON.stringify(link).slice(1, -1))) as Content,
    });
  }
  return filled;
}
