import { z } from 'zod';

/** Version of the archive's own form; raised when an older reader could not read it. */
export const FORMAT = 1;

/** The last entry of an archive; one that lacks it was cut. */
export const MANIFEST = 'manifest.json';

const migration = z.object({ name: z.string(), hash: z.string() });

/** What is in a backup: where it comes from, what it needs, and the checksum of each piece. */
export const manifestSchema = z.object({
  product: z.literal('qunluo'),
  format: z.int(),
  /** Version of the code that made it. */
  version: z.string(),
  /** The moment that it shows. */
  takenAt: z.iso.datetime(),
  postgres: z.object({
    migrations: z.array(migration),
    tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
    sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  engine: z.object({ migrations: z.array(migration), tables: z.array(z.string()) }),
  /** Tells whether a key is the one that belongs to it; says nothing about the key. */
  secret: z.object({ salt: z.string(), check: z.string() }),
  /** In the order of the archive; `bytes` is before compression. */
  parts: z.array(
    z.object({ name: z.string(), bytes: z.int(), pieces: z.array(z.object({ bytes: z.int(), sha256: z.string() })) }),
  ),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestPart = Manifest['parts'][number];

/** Name of a piece of a part in the archive. */
export const pieceName = (part: string, piece: number): string => `${part}.zst.${String(piece).padStart(5, '0')}`;

/** The part that an entry of the archive belongs to; undefined for the manifest. */
export const partOf = (entry: string): string | undefined => /^(.+)\.zst\.\d{5,}$/.exec(entry)?.[1];

export const postgresPart = (table: string): string => `postgres/${table}`;
export const enginePart = (table: string): string => `engine/${table}`;
export const filePart = (path: string): string => `data/${path}`;
