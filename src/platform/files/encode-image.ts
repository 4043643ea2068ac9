import sharp from 'sharp';
import { BadInput } from '#kernel/errors.ts';

/** Largest image taken: bytes as sent, and pixels once unpacked (a small file can hold a huge picture). */
export const IMAGE_LIMITS = { bytes: 5 * 2 ** 20, pixels: 40_000_000 } as const;

/** How a picture is brought into a square of `edge` pixels: whole, or cut to fill it. */
export type ImageFit = { edge: number; fit: 'inside' | 'cover' };

const TAKEN: readonly string[] = ['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff'];
const MEDIA_TYPE = 'image/webp';

// A picture at a time is enough; a cache of pixels would only hold memory.
sharp.cache(false);
sharp.concurrency(1);
// Formats that run a document's own commands, or hand the bytes to another program, are never even looked at.
sharp.block({
  operation: ['VipsForeignLoadSvg', 'VipsForeignLoadPdf', 'VipsForeignLoadMagick', 'VipsForeignLoadOpenslide'],
});

/**
 * Makes a picture of our own from one that somebody sent: decoded, turned upright, resized and written anew as WebP, so
 * that nothing of the sent file (place, camera, comments, hidden code) lives on. Throws BadInput `image_not_taken` for
 * anything but JPEG, PNG, WebP, GIF, HEIF/AVIF and TIFF, `image_unreadable` for a broken one.
 */
export async function encodeImage(
  content: Buffer,
  { edge, fit }: ImageFit,
): Promise<{ content: Buffer; mediaType: string }> {
  const options = { limitInputPixels: IMAGE_LIMITS.pixels, failOn: 'error', animated: false } as const;
  const format = await formatOf(content);
  if (format === undefined || !TAKEN.includes(format))
    throw new BadInput(
      'the file is no picture that can be taken: send a PNG, JPEG, WebP or GIF (SVG is not taken)',
      [{ where: '/body', what: 'is no PNG, JPEG, WebP or GIF' }],
      'image_not_taken',
    );
  try {
    const encoded = await sharp(content, options)
      .autoOrient()
      .resize({ width: edge, height: edge, fit, withoutEnlargement: fit === 'inside' })
      .toColourspace('srgb')
      .webp({ quality: 88, alphaQuality: 100 })
      .toBuffer();
    return { content: encoded, mediaType: MEDIA_TYPE };
  } catch (error) {
    const what = (error as Error).message.includes('pixel limit')
      ? `has more than ${IMAGE_LIMITS.pixels} pixels`
      : 'is broken or cut short';
    throw new BadInput(`the picture cannot be read: it ${what}`, [{ where: '/body', what }], 'image_unreadable');
  }
}

/** By the beginning of the file alone. */
async function formatOf(content: Buffer): Promise<string | undefined> {
  try {
    return (await sharp(content, { limitInputPixels: false }).metadata()).format;
  } catch {
    return undefined;
  }
}
