import type { FastifyRequest } from 'fastify';
import { BadInput } from '#kernel/errors.ts';
import type { ScanFile } from './scan-file.ts';

/**
 * The one file of a multipart request, whole, after `scanFile` has looked at it. BadInput when there is none; 413 when it is
 * larger than `most` bytes.
 */
export async function readUpload(
  request: FastifyRequest,
  { most, scanFile }: { most: number; scanFile: ScanFile },
): Promise<Buffer> {
  const file = await request.file({ limits: { fileSize: most, files: 1, fields: 0 } });
  if (!file)
    throw new BadInput('send one file in a multipart form', [{ where: '/body', what: 'holds no file' }], 'no_file');
  const content = await file.toBuffer();
  await scanFile(content);
  return content;
}
