import { sql } from 'kysely';
import { tombstoneKey } from '#modules/events/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { createSecretBox, deriveKey, type SecretBox, SecretUnreadable } from '#platform/secrets/index.ts';
import type { ServerSecret } from './server-secret.ts';

/** What is sealed with the secret of an installation, and with those before it. */
export const secretBoxOf = ({ secret, earlierSecrets }: Pick<ServerSecret, 'secret' | 'earlierSecrets'>): SecretBox =>
  createSecretBox(deriveKey(secret), earlierSecrets.map(deriveKey));

/** Keys of the list of erased people that come from secrets: those of an installation that keeps none yet. */
export const firstTombstoneKeys = ({ secret, earlierSecrets }: ServerSecret): Buffer[] =>
  [secret, ...earlierSecrets].map(tombstoneKey);

const place = (position: number): string => `system.tombstone_keys ${position}`;

async function readKeys(tx: Tx, box: SecretBox): Promise<{ keys: Buffer[]; lost: number; next: number }> {
  const { rows } = await sql<{ position: number; sealed: string }>`
    SELECT position, sealed FROM system.tombstone_keys ORDER BY position
  `.execute(tx);
  const keys: Buffer[] = [];
  for (const { position, sealed } of rows)
    try {
      const key = box.open(sealed, place(position));
      keys.push(Buffer.from(key, 'base64url'));
      if (box.isOld(sealed))
        await sql`
          UPDATE system.tombstone_keys SET sealed = ${box.seal(key, place(position))} WHERE position = ${position}
        `.execute(tx);
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error;
    }
  return { keys, lost: rows.length - keys.length, next: (rows.at(-1)?.position ?? -1) + 1 };
}

/**
 * The keys of the list of erased people, the present one first. They are made out of the secret at the first start and
 * kept sealed from then on, so that a secret can change and tombstones stay what they are; one that an earlier secret
 * sealed is sealed anew. A key whose secret is gone stays in case it is found, and another takes its place.
 */
export async function keepTombstoneKeys(database: Database, secrets: ServerSecret, log: Log): Promise<Buffer[]> {
  const box = secretBoxOf(secrets);
  return database.asSystem(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('qunluo tombstone keys', 0))`.execute(tx);
    const { keys, lost, next } = await readKeys(tx, box);
    if (lost > 0)
      log.error(
        { lost },
        'the secret that sealed a key of the list of erased people is not here: events of people who were erased under it are not left out',
      );
    if (keys.length > 0) return keys;
    const made = firstTombstoneKeys(secrets);
    for (const [at, key] of made.entries())
      await sql`
        INSERT INTO system.tombstone_keys (position, sealed)
        VALUES (${next + at}, ${box.seal(key.toString('base64url'), place(next + at))})
      `.execute(tx);
    return made;
  });
}
