import { sql } from 'kysely';
import type { Detection, Preview } from '#connectors/contract.ts';
import type { Forget } from '#kernel/forget-names.ts';
import type { Admit } from '#modules/events/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { ImportFiles } from './import-files.ts';
import { admitted } from './upload-import.ts';

/** Tables of this module that hold what people said, for `rewriteTables`. */
export const IMPORT_TABLES: readonly string[] = ['imports'];

type Row = {
  id: string;
  fileName: string;
  detection: Detection;
  preview: Preview;
  options: object | null;
  summary: Summary;
};
type Summary = { skipped: Preview['skipped'] } | null;

/** Places in a file by their number stay; ids of messages do not. */
const placesOnly = (skipped: Preview['skipped']): Preview['skipped'] =>
  skipped.map((one) => ({ ...one, where: one.where.filter((where) => typeof where === 'number') }));

const withoutPeople = (preview: Preview): Preview => ({
  ...preview,
  events: [],
  skipped: placesOnly(preview.skipped),
  ...(preview.columns && { columns: preview.columns.map((column) => ({ ...column, samples: [] })) }),
  ...(preview.sheet && {
    sheet: { ...preview.sheet, columns: preview.sheet.columns.map((column) => ({ ...column, samples: [] })) },
  }),
  ambiguities: preview.ambiguities.map(({ option, required }) => ({ option, required, evidence: '' })),
});

type Chosen = { people?: { member: string }[] };

/** What was chosen at the start, without the choices that were about the person. */
function withoutPerson(options: object, names: ReadonlySet<string>, forget: Forget): object {
  const { people, ...rest } = options as Chosen;
  return forget.in({ ...rest, ...(people && { people: people.filter(({ member }) => !names.has(member)) }) });
}

/**
 * Takes out of a community's imports what may tell of people: files that are still kept (what waited for a start is given
 * up), the samples that previews show, ids of skipped messages, and file names that hold one of the names. An import
 * that runs is left alone: see `isImporting`.
 */
export async function eraseUploads(
  { database, files }: { database: Database; files: ImportFiles },
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  { forget, names }: { forget: Forget; names: readonly string[] },
): Promise<void> {
  const theirs = new Set(names);
  const telling = names.filter((name) => name.length >= 2);
  const ids = await database.inWorkspace(workspaceId, async (tx) => {
    const { rows } = await sql<Row>`
      SELECT id, file_name AS "fileName", detection, preview, options, summary FROM imports
      WHERE community_id = ${communityId} AND status <> 'running'
    `.execute(tx);
    for (const { id, fileName, detection, preview, options, summary } of rows) {
      const tells = telling.some((name) => fileName.includes(name));
      const name = tells ? `export${/\.[A-Za-z0-9.]{1,12}$/.exec(fileName)?.[0] ?? ''}` : fileName;
      const kept = summary && { ...summary, skipped: placesOnly(summary.skipped) };
      const chosen = options && JSON.stringify(withoutPerson(options, theirs, forget));
      await sql`
        UPDATE imports SET preview = ${JSON.stringify(forget.in(withoutPeople(preview)))}::json, options = ${chosen}::json,
          summary = ${kept && JSON.stringify(forget.in(kept))}::json, error = NULL,
          file_name = ${name}, detection = ${JSON.stringify(forget.in({ ...detection, name }))}::json,
          status = CASE WHEN status IN ('ready', 'failed') THEN 'cancelled' ELSE status END,
          finished_at = coalesce(finished_at, now())
        WHERE id = ${id}
      `.execute(tx);
    }
    return rows.map(({ id }) => id);
  });
  for (const id of ids) await files.remove(id);
}

/** Whether an import of the community is being read, or taken back. */
export async function isImporting(
  database: Database,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
): Promise<boolean> {
  const { rows } = await database.inWorkspace(workspaceId, (tx) =>
    sql`SELECT FROM imports WHERE community_id = ${communityId} AND status IN ('running', 'undoing') LIMIT 1`.execute(
      tx,
    ),
  );
  return rows.length > 0;
}

/** Lets the previews of a community's imports show what would be kept if it came now. */
export async function trimPreviews(tx: Tx, communityId: string, admit: Admit): Promise<void> {
  const { rows } = await sql<{ id: string; preview: Preview }>`
    SELECT id, preview FROM imports WHERE community_id = ${communityId}
  `.execute(tx);
  for (const { id, preview } of rows) {
    const kept = JSON.stringify(admitted(preview, admit));
    if (kept !== JSON.stringify(preview))
      await sql`UPDATE imports SET preview = ${kept}::json WHERE id = ${id}`.execute(tx);
  }
}
