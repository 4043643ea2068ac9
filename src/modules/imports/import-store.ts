import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import type { Detection, FormatId, Preview, ReadOptions } from '#connectors/contract.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Import, ImportChoices, ImportProgress, ImportSummary } from './contract.ts';

/** What an import was started with. */
export type StartedWith = {
  options: ReadOptions;
  sourceCommunity?: string | undefined;
  people?: ImportChoices['people'];
  /** The operator who started it; null for a token. */
  startedBy?: string | null;
};

type Row = {
  id: string;
  communityId: string;
  status: Import['status'];
  fileName: string;
  bytes: string;
  detection: Detection;
  preview: Preview | null;
  format: FormatId;
  options: StartedWith | null;
  progress: ImportProgress | null;
  summary: ImportSummary | null;
  error: Import['error'];
  undone: Import['undone'];
  undoneAt: Date | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

const present = (row: Row): Import => ({
  ...row,
  bytes: Number(row.bytes),
  options: row.options?.options ?? null,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
  undoneAt: row.undoneAt?.toISOString() ?? null,
});

const COLUMNS = sql`id, community_id AS "communityId", status, file_name AS "fileName", bytes, detection, format, options,
  progress, summary, error, created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt", undone, undone_at AS "undoneAt"`;

/** Text that a json column takes: PostgreSQL's text has no NUL, and JSON writes it as an escape. */
const json = (value: unknown) => sql`${JSON.stringify(value)}::json`;

export type NewImport = {
  id: string;
  communityId: string;
  fileName: string;
  bytes: number;
  detection: Detection;
  preview: Preview;
  format: FormatId;
  createdBy: string | null;
};

export async function addImport(tx: Tx, made: NewImport): Promise<void> {
  await sql`
    INSERT INTO imports (id, workspace_id, community_id, status, file_name, bytes, detection, preview, format, created_by)
    VALUES (${made.id}, qunluo_workspace(), ${made.communityId}, 'ready', ${made.fileName}, ${made.bytes},
            ${json(made.detection)}, ${json(made.preview)}, ${made.format}, ${made.createdBy})
  `.execute(tx);
}

/** An import of a community with its preview; NotFound otherwise. */
export async function getImport(tx: Tx, communityId: string, importId: string): Promise<Import> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS}, preview FROM imports WHERE id = ${importId} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the import');
  return present(rows[0]);
}

/** The imports of a community without their previews, latest first. */
export async function listImports(tx: Tx, communityId: string): Promise<Import[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS}, NULL AS preview FROM imports WHERE community_id = ${communityId}
    ORDER BY created_at DESC, id LIMIT 200
  `.execute(tx);
  return rows.map(present);
}

/** What a run needs: undefined when the import is gone or not to be run. */
export async function findOptionalRunning(
  tx: Tx,
  importId: string,
): Promise<{ communityId: string; fileName: string; format: FormatId; startedWith: StartedWith } | undefined> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM imports WHERE id = ${importId} AND status = 'running'`.execute(
    tx,
  );
  const [row] = rows;
  return row && { ...row, startedWith: row.options ?? { options: {} } };
}

/** Puts a new preview in the place of the first one. */
export async function setPreview(tx: Tx, importId: string, format: FormatId, preview: Preview): Promise<void> {
  await sql`UPDATE imports SET preview = ${json(preview)}, format = ${format} WHERE id = ${importId} AND status = 'ready'`.execute(
    tx,
  );
}

/** Starts an import that is ready or failed; false when it is neither. */
export async function markRunning(
  tx: Tx,
  importId: string,
  choices: ImportChoices & { format: FormatId; startedBy?: string | null },
): Promise<boolean> {
  const { options, sourceCommunity, people, startedBy } = choices;
  const startedWith: StartedWith = { options, sourceCommunity, people, startedBy };
  const { numAffectedRows } = await sql`
    UPDATE imports
    SET status = 'running', format = ${choices.format}, options = ${json(startedWith)}, started_at = now(), finished_at = NULL,
        progress = NULL, summary = NULL, error = NULL
    WHERE id = ${importId} AND status IN ('ready', 'failed')
  `.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function setProgress(tx: Tx, importId: string, progress: ImportProgress): Promise<void> {
  await sql`UPDATE imports SET progress = ${json(progress)} WHERE id = ${importId} AND status = 'running'`.execute(tx);
}

/** Ends a running import. */
export async function markEnded(
  tx: Tx,
  importId: string,
  ended: { status: 'done'; summary: ImportSummary } | { status: 'failed'; error: NonNullable<Import['error']> },
): Promise<void> {
  await sql`
    UPDATE imports
    SET status = ${ended.status}, finished_at = now(), progress = NULL,
        summary = ${'summary' in ended ? json(ended.summary) : null}, error = ${'error' in ended ? json(ended.error) : null}
    WHERE id = ${importId} AND status = 'running'
  `.execute(tx);
}

/** Gives up an import that does not run; false when it does, or has ended. */
export async function markCancelled(tx: Tx, importId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE imports SET status = 'cancelled', finished_at = now() WHERE id = ${importId} AND status IN ('ready', 'failed')
  `.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Imports of a community that began and did not come to their end: their events may lack their people. */
export async function listBroken(tx: Tx, communityId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM imports
    WHERE community_id = ${communityId} AND started_at IS NOT NULL AND status IN ('failed', 'cancelled')
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Of the ids given, those whose file may still be needed: a failed import can be started again for a week. */
export async function listNeeded(tx: Tx, importIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM imports
    WHERE id = ANY(${importIds}::uuid[]) AND
      (status IN ('ready', 'running') OR status = 'failed' AND finished_at > now() - interval '7 days')
  `.execute(tx);
  return rows.map(({ id }) => id);
}
