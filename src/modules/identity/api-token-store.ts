import type { Tx } from '#platform/postgres/index.ts';
import { newId } from '#kernel/ids.ts';
import { NotFound } from '#kernel/errors.ts';
import type { ApiToken, Right } from './contract.ts';
import type { IdentityTables } from './identity-tables.ts';
import { hashSecret, newSecret } from './secret-token.ts';

const PREFIX = 'ql';

/** Whether a text has the shape of an API token of ours. */
export const looksLikeToken = (text: string): boolean => /^ql_[\w-]{43}$/.test(text);

export type NewToken = {
  workspaceId: string;
  name: string;
  rights: readonly Right[];
  createdBy: string | null;
  expiresAt: Date | null;
};

/** Makes a token; the secret is returned here and kept nowhere. */
export async function createToken(tx: Tx, token: NewToken): Promise<{ secret: string; id: string }> {
  const secret = newSecret(PREFIX);
  const id = newId();
  await tx
    .withTables<IdentityTables>()
    .insertInto('auth.api_tokens')
    .values({
      id,
      workspace_id: token.workspaceId,
      name: token.name,
      hash: hashSecret(secret),
      hint: secret.slice(-4),
      rights: [...token.rights],
      created_by: token.createdBy,
      expires_at: token.expiresAt,
    })
    .execute();
  return { secret, id };
}

export type TokenGrant = { id: string; workspaceId: string; rights: readonly Right[]; expiresAt: number | null };

/**
 * What a token allows, or undefined when it is unknown, revoked or expired at `now`. Marks it as used, at most once a
 * minute, so that a busy token does not write at each request.
 */
export async function findOptionalGrant(tx: Tx, secret: string, now: number): Promise<TokenGrant | undefined> {
  const db = tx.withTables<IdentityTables>();
  const row = await db
    .selectFrom('auth.api_tokens')
    .select(['id', 'workspace_id', 'rights', 'expires_at', 'last_used_at'])
    .where('hash', '=', hashSecret(secret))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date(now))]))
    .executeTakeFirst();
  if (!row) return undefined;
  if (!row.last_used_at || row.last_used_at.getTime() < now - 60_000) {
    await db
      .updateTable('auth.api_tokens')
      .set({ last_used_at: new Date(now) })
      .where('id', '=', row.id)
      .execute();
  }
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    rights: row.rights,
    expiresAt: row.expires_at?.getTime() ?? null,
  };
}

/** The tokens of a workspace that are not revoked, newest first. */
export async function listTokens(tx: Tx, workspaceId: string): Promise<ApiToken[]> {
  const rows = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.api_tokens as token')
    .leftJoin('auth.operators as operator', 'operator.id', 'token.created_by')
    .select([
      'token.id',
      'token.name',
      'token.hint',
      'token.rights',
      'token.created_at',
      'token.expires_at',
      'token.last_used_at',
      'operator.name as created_by',
    ])
    .where('token.workspace_id', '=', workspaceId)
    .where('token.revoked_at', 'is', null)
    .orderBy('token.created_at', 'desc')
    .orderBy('token.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    rights: row.rights,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }));
}

/** Revokes a token of a workspace for good; NotFound when it has none such. */
export async function revokeToken(
  tx: Tx,
  workspaceId: string,
  tokenId: string,
  now: number,
): Promise<{ name: string; rights: readonly Right[] }> {
  const token = await tx
    .withTables<IdentityTables>()
    .updateTable('auth.api_tokens')
    .set({ revoked_at: new Date(now) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', tokenId)
    .where('revoked_at', 'is', null)
    .returning(['name', 'rights'])
    .executeTakeFirst();
  if (!token) throw new NotFound('the token');
  return token;
}

/** Revokes the tokens of a workspace that an operator made. @returns their ids */
export async function revokeTokensOf(tx: Tx, workspaceId: string, operatorId: string, now: number): Promise<string[]> {
  const rows = await tx
    .withTables<IdentityTables>()
    .updateTable('auth.api_tokens')
    .set({ revoked_at: new Date(now) })
    .where('workspace_id', '=', workspaceId)
    .where('created_by', '=', operatorId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
