import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { AppError, BadInput } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { Preview } from '#connectors/contract.ts';
import type { Admit } from '#modules/events/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Import } from './contract.ts';
import { addImport, getImport } from './import-store.ts';
import { safeFileName } from './import-files.ts';
import type { ScanFile } from '#platform/files/index.ts';
import type { ImportParts } from './run-import.ts';

/** Largest file that can be uploaded. Bytes. */
export const MAX_UPLOAD = 16 * 2 ** 30;

/** A preview shows of people what an import would keep of them. */
export const admitted = (preview: Preview, admit: Admit): Preview => ({
  ...preview,
  events: preview.events.map((event) => admit(event)).filter((event) => event !== undefined),
});

export type UploadParts = Pick<ImportParts, 'database' | 'clock' | 'formats' | 'files' | 'intake'> & {
  scanFile: ScanFile;
};

export type Upload = { fileName: string; content: Readable & { truncated?: boolean } };

/**
 * Takes an upload to disk and says what it is and what would be taken of it. A file that is no export, or that the scanner
 * refuses, is deleted again: throws BadInput then, and nothing was changed.
 */
export async function uploadImport(
  { database, clock, formats, files, intake, scanFile }: UploadParts,
  target: { workspaceId: string; communityId: string; caller: Actor },
  upload: Upload,
): Promise<Import> {
  const { caller } = target;
  const { workspaceId } = caller;
  const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, target.communityId));
  const importId = newId(clock.now());
  const fileName = safeFileName(upload.fileName);
  const bytes = await files.save(importId, fileName, upload.content);
  try {
    if (upload.content.truncated)
      throw new AppError({
        code: 'file_too_large',
        status: 413,
        message: `a file may have at most ${MAX_UPLOAD} bytes`,
      });
    if (bytes === 0)
      throw new BadInput('the file is empty', [{ where: fileName, what: 'has no content' }], 'empty_file');
    const path = files.path(importId, fileName);
    await scanFile(createReadStream(path));
    const detection = await formats.detect(path);
    const format = detection.candidates[0]!.format;
    const choices = { format, options: { timezone: community.zone }, now: clock.now() };
    const admit = await intake.now({ workspaceId, communityId: community.id });
    const preview = admitted(await formats.preview(path, choices), admit);
    const made = {
      id: importId,
      communityId: community.id,
      fileName,
      bytes,
      detection,
      preview,
      format,
      createdBy: target.caller.operatorId ?? null,
    };
    return await database.inWorkspace(workspaceId, async (tx) => {
      await addImport(tx, made);
      await recordChange(tx, caller, {
        action: 'imports.upload',
        subject: { kind: 'import', id: importId, label: fileName },
        communityId: community.id,
        after: { format, bytes },
      });
      return getImport(tx, community.id, importId);
    });
  } catch (error) {
    await files.remove(importId);
    throw error;
  }
}
