import type { Actor } from '#modules/identity/index.ts';
import { dropUnusedFile, encodeImage, type FileStore, IMAGE_LIMITS, keepFile } from '#platform/files/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { changeImage } from './change-reward.ts';
import type { Reward } from './contract.ts';

/** Pictures of rewards are shown whole, as wide as a phone at twice its density. */
const FIT = { edge: 900, fit: 'inside' } as const;

/**
 * Gives a reward another picture, made anew from what was sent, or none. The one before is deleted unless something else
 * uses it. BadInput for what is no picture.
 */
export async function setImage(
  { database, fileStore }: { database: Database; fileStore: FileStore },
  { actor, communityId, id }: { actor: Actor; communityId: string; id: string },
  upload: Buffer | null,
): Promise<Reward> {
  const space = fileStore.in(actor.workspaceId);
  const encoded = upload && (await encodeImage(upload, FIT));
  const { before, after } = await database.inWorkspace(actor.workspaceId, async (tx) => {
    const file =
      encoded && (await keepFile(tx, space, encoded.content, { mediaType: encoded.mediaType, limits: IMAGE_LIMITS }));
    return changeImage(tx, { actor, communityId, id, image: file?.id ?? null });
  });
  if (before !== null && before !== after.image) await dropUnusedFile(database, actor.workspaceId, space, before);
  return after;
}
