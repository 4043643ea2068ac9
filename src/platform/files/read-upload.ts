import type { FastifyRequest } from 'fastify';
import { BadInput } from '#kernel/errors.ts';

/** The one file of a multipart request, whole. BadInput when there is none; 413 when it is larger than `most` bytes. */
export async function readUpload(request: FastifyRequest, most: number): Promise<Buffer> {
  const file = await request.file({ limits: { fileSize: most, files: 1, fields: 0 } });
  if (!file)
    throw new BadInput('send one file in a multipart form', [{ where: '/body', what: 'holds no file' }], 'no_file');
  return file.toBuffer();
}
