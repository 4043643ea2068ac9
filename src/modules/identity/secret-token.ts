import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits with a prefix that secret scanners can find: `ql_…`. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** What is kept of a secret: its SHA-256. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();
