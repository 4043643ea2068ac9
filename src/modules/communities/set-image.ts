import { type Actor, recordChange } from '#modules/identity/index.ts';
import {
  dropUnusedFile,
  encodeImage,
  type FileStore,
  IMAGE_LIMITS,
  type ImageFit,
  keepFile,
} from '#platform/files/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type CommunityImage, setCommunityImage } from './community-store.ts';
import type { CommunityDetail } from './contract.ts';

/** A logo is shown whole, an avatar fills its square. */
const FITS: Record<CommunityImage, ImageFit> = {
  logo: { edge: 800, fit: 'inside' },
  avatar: { edge: 256, fit: 'cover' },
};

type Order = { caller: Actor; communityId: string; image: CommunityImage };

/**
 * Gives a community another logo or avatar, made anew from what was sent, or none. The one before is deleted unless
 * something else uses it. Throws BadInput for what is no picture.
 */
export async function setImage(
  { database, fileStore }: { database: Database; fileStore: FileStore },
  { caller, communityId, image }: Order,
  upload: Buffer | null,
): Promise<CommunityDetail> {
  const { workspaceId } = caller;
  const space = fileStore.in(workspaceId);
  const encoded = upload && (await encodeImage(upload, FITS[image]));
  const { before, after } = await database.inWorkspace(workspaceId, async (tx) => {
    const file =
      encoded && (await keepFile(tx, space, encoded.content, { mediaType: encoded.mediaType, limits: IMAGE_LIMITS }));
    const changed = await setCommunityImage(tx, communityId, image, file?.id ?? null);
    await recordChange(tx, caller, {
      action: `communities.${upload ? 'set' : 'remove'}-${image}`,
      subject: { kind: 'community', id: changed.after.id, label: changed.after.name },
      communityId: changed.after.id,
      before: { [image]: changed.before[image] },
      after: { [image]: changed.after[image] },
    });
    return changed;
  });
  const old = before[image];
  if (old !== null && old !== after[image]) await dropUnusedFile(database, workspaceId, space, old);
  return after;
}
