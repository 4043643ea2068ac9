import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';

const VERSION = 's1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A kept secret that no present key opens, or that was moved or changed. */
export class SecretUnreadable extends AppError {
  constructor(why: string) {
    super({ code: 'secret_unreadable', status: 500, message: `a kept secret cannot be read: ${why}` });
  }
}

export type SecretBox = {
  /** Encrypts a text for one place: `context` says which (table, column, row) and is needed to open it again. */
  seal(text: string, context: string): string;
  /** Throws SecretUnreadable for another context, a changed text, or a key that is not there any more. */
  open(sealed: string, context: string): string;
  /** Whether it was sealed with an earlier key and should be sealed again. */
  isOld(sealed: string): boolean;
};

/** 256 bits for secrets at rest out of the server's secret; sessions are signed with another key than this. */
export const deriveKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'qunluo secrets at rest', 32));

const idOf = (key: Buffer): string => createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8);

/**
 * Secrets at rest: AES-256-GCM with a random 96-bit nonce, the context as additional data, written as
 * `s1.<key id>.<nonce, text and tag in base64url>`. `earlier` keys still open what they sealed; new is sealed with `key`.
 */
export function createSecretBox(key: Buffer, earlier: readonly Buffer[] = []): SecretBox {
  for (const one of [key, ...earlier]) if (one.length !== 32) throw new TypeError('a key has 32 bytes');
  const keys = new Map([key, ...earlier].toReversed().map((one) => [idOf(one), one]));
  const present = idOf(key);
  return {
    seal(text, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${present}.${body.toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, keyId, text = ''] = sealed.split('.');
      if (version !== VERSION) throw new SecretUnreadable('its form is not known');
      const used = keys.get(keyId ?? '');
      if (!used) throw new SecretUnreadable(`it was sealed with the key ${keyId}, which is not here`);
      const body = Buffer.from(text, 'base64url');
      if (body.length < IV_BYTES + TAG_BYTES) throw new SecretUnreadable('it is too short');
      const decipher = createDecipheriv('aes-256-gcm', used, body.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(context))
        .setAuthTag(body.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        throw new SecretUnreadable('it was changed, or belongs to another place');
      }
    },
    isOld: (sealed) => sealed.split('.')[1] !== present,
  };
}
