import { AppError, BadInput } from '#kernel/errors.ts';
import { listGroups } from '#modules/communities/index.ts';
import type { Ritual } from '#modules/communities/profile.contract.ts';
import { checkMessage } from '#modules/delivery/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { messageOf } from './ritual-message.ts';

/** What posts of rituals must fulfil: groups of the community, and variables that are known. BadInput says which does not. */
export async function checkRituals(tx: Tx, communityId: string, rituals: readonly Ritual[]): Promise<void> {
  const posted = rituals.flatMap(({ name, post }, at) => (post ? [{ name, post, at }] : []));
  if (posted.length === 0) return;
  const groups = new Set((await listGroups(tx, communityId)).map(({ id }) => id));
  for (const { name, post, at } of posted) {
    const where = `/profile/rituals/${at}/post`;
    if (post.groupIds.some((id) => !groups.has(id)))
      throw new BadInput('a ritual names a group that is not there', [
        { where: `${where}/groupIds`, what: 'is no group of this community' },
      ]);
    await checkMessage(tx, communityId, messageOf(name, post)).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      throw new BadInput(error.message, [{ where: `${where}/text`, what: error.message }], error.code);
    });
  }
}
