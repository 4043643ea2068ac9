import { randomBytes } from 'node:crypto';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { Clock } from '#kernel/clock.ts';
import type { GrowthTables } from './growth-tables.ts';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz';
const KNOWN_MS = 60_000;
const KNOWN_MOST = 10_000;

/** A random code without characters that look alike; 10 of them are 57 bits. */
export function randomCode(length = 10): string {
  let code = '';
  while (code.length < length) {
    for (const byte of randomBytes(length)) {
      // Bytes past the last whole turn of the alphabet would make some characters likelier.
      if (byte < 256 - (256 % ALPHABET.length) && code.length < length) code += ALPHABET[byte % ALPHABET.length];
    }
  }
  return code;
}

/** Makes a code that leads to the workspace of the transaction. */
export async function issuePublicCode(tx: Tx, workspaceId: string): Promise<string> {
  for (;;) {
    const code = randomCode();
    const row = await tx
      .withTables<GrowthTables>()
      .insertInto('system.public_codes')
      .values({ code, workspace_id: workspaceId })
      .onConflict((conflict) => conflict.doNothing())
      .returning('code')
      .executeTakeFirst();
    if (row) return code;
  }
}

/** Finds the workspace of a public code; answers are remembered for a minute, because strangers send many. */
export function createCodeResolver(database: Database, clock: Clock): (code: string) => Promise<string | undefined> {
  const known = new Map<string, { workspaceId: string; until: number }>();
  return async (code) => {
    if (!/^[0-9A-Za-z]{6,32}$/.test(code)) return undefined;
    const now = clock.now();
    const found = known.get(code);
    if (found && found.until > now) return found.workspaceId;
    const row = await database.asSystem((tx) =>
      tx
        .withTables<GrowthTables>()
        .selectFrom('system.public_codes')
        .select('workspace_id')
        .where('code', '=', code)
        .executeTakeFirst(),
    );
    if (!row) return undefined;
    if (known.size >= KNOWN_MOST) known.clear();
    known.set(code, { workspaceId: row.workspace_id, until: now + KNOWN_MS });
    return row.workspace_id;
  };
}
