import { escapeIdentifier, escapeLiteral, type Client } from 'pg';

type Column = {
  name: string;
  type: string;
  baseType: string;
  category: string;
  label: string | null;
};

const BY_BASE_TYPE: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  json: `'{}'`,
  jsonb: `'{}'`,
  bytea: `decode(md5(random()::text), 'hex')`,
  inet: `'127.0.0.1'`,
  tsvector: `'word'`,
};

/** By `pg_type.typcategory`: what every type of a kind can be read from. */
const BY_CATEGORY: Record<string, string> = {
  A: `'{}'`,
  B: 'true',
  D: `'2024-02-29 12:00:00'`,
  N: '1',
  R: `'empty'`,
  S: `left(md5(random()::text), 12)`,
  T: `'1 second'`,
};

/** An SQL expression for some value of the column. Throws for a type that nobody has taught it. */
function sampleValue(column: Column): string {
  const value = column.label === null ? undefined : escapeLiteral(column.label);
  const expression = value ?? BY_BASE_TYPE[column.baseType] ?? BY_CATEGORY[column.category];
  if (expression === undefined)
    throw new Error(`no sample value for the type ${column.type}: add one to sample-row.ts`);
  return `(${expression})::${column.type}`;
}

async function readColumns(client: Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, b.typname AS "baseType",
            b.typcategory AS category,
            (SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = b.oid ORDER BY e.enumsortorder LIMIT 1) AS label
     FROM pg_attribute a
     JOIN pg_type t ON t.oid = a.atttypid
     JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attgenerated = '' AND a.attidentity = ''
     ORDER BY a.attnum`,
    [table],
  );
  return rows;
}

/** A table of a schema, quoted for SQL, and the statement that puts one row of a workspace into it. */
export type SampleInsert = { columns: string[]; insert(workspaceId: string): string };

/** How to put a row into any table, with a value for every column by its type. */
export async function sampleInsert(client: Client, table: string): Promise<SampleInsert> {
  const columns = await readColumns(client, table);
  return {
    columns: columns.map(({ name }) => name),
    insert: (workspaceId) => {
      const values = columns.map((column) =>
        column.name === 'workspace_id' ? `${escapeLiteral(workspaceId)}::uuid` : sampleValue(column),
      );
      return `INSERT INTO ${table} (${columns.map(({ name }) => escapeIdentifier(name)).join(', ')}) VALUES (${values.join(', ')})`;
    },
  };
}
