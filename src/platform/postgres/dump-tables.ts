import { type Client, escapeIdentifier } from 'pg';
import { PostgresFailure } from './errors.ts';

/** A table as a backup has it. */
export type DumpTable = {
  /** `schema.table`, not quoted. */
  name: string;
  /** The same for a statement. */
  quoted: string;
  /** Columns that hold something of their own, in their order; generated ones are computed again. */
  columns: string[];
  /** Rows are seen one workspace at a time. */
  tenant: boolean;
};

export const DUMPED_SCHEMAS: readonly string[] = ['auth', 'public', 'pgboss', 'system'];

/** Made by migrations, or about processes that run: nothing that a restored installation needs. */
const LEFT_OUT: readonly string[] = [
  'system.migrations',
  'pgboss.version',
  'pgboss.instance',
  'pgboss.queue_stats',
  'pgboss.warning',
];

type Row = { oid: number; schema: string; name: string; tenant: boolean; columns: string[]; needs: number[] };

/** Partitions are read and written through their parent. `needs` are the tables that foreign keys point to. */
const TABLES = `
  SELECT c.oid::int AS oid, n.nspname AS schema, c.relname AS name, c.relforcerowsecurity AS tenant,
    ARRAY(SELECT attname::text FROM pg_attribute a
          WHERE a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
    ARRAY(SELECT confrelid::int FROM pg_constraint k
          WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ORDER BY n.nspname, c.relname`;

/** Every table whose rows a backup holds, those that others point to first. */
export async function listDumpTables(client: Client): Promise<DumpTable[]> {
  const { rows } = await client.query<Row>(TABLES, [DUMPED_SCHEMAS]);
  const nameOf = ({ schema, name }: Row): string => `${schema}.${name}`;
  const open = new Map(rows.filter((row) => !LEFT_OUT.includes(nameOf(row))).map((row) => [row.oid, row]));
  const ordered: DumpTable[] = [];
  while (open.size > 0) {
    const free = [...open.values()].filter(({ needs }) => needs.every((oid) => !open.has(oid)));
    if (free.length === 0)
      throw new PostgresFailure(`foreign keys go in a circle: ${[...open.values()].map(nameOf).join(', ')}`);
    for (const row of free) {
      open.delete(row.oid);
      const quoted = `${escapeIdentifier(row.schema)}.${escapeIdentifier(row.name)}`;
      ordered.push({ name: nameOf(row), quoted, columns: row.columns, tenant: row.tenant });
    }
  }
  return ordered;
}
