import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** An account on a platform, as events name it. */
export type AccountName = { platform: string; member: string };

const key = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));

/** The keys of this module, each derived from the server's secret for one purpose only (HKDF, RFC 5869). */
export type GrowthKeys = {
  /** The secret with which a site's own server proves who its visitor is. */
  siteSecret(siteId: string, version: number): string;
  /** Whether `signature` is the hex HMAC-SHA256 of `id` under the site's secret; in constant time. */
  proves(site: { id: string; secretVersion: number }, id: string, signature: string): boolean;
  /** What makes a tracked link personal: who is meant, for this community, until `expiresAt`; unreadable to others. */
  sealAccount(communityId: string, account: AccountName, expiresAt: number): string;
  /** Who a personal link means; undefined when it is forged, of another community, or too old. */
  openAccount(communityId: string, sealed: string, now: number): AccountName | undefined;
};

export function createGrowthKeys(secret: string): GrowthKeys {
  const siteKey = key(secret, 'qunluo growth site');
  const linkKey = key(secret, 'qunluo growth personal link');
  const siteSecret = (siteId: string, version: number): string =>
    createHmac('sha256', siteKey).update(`${siteId} ${version}`).digest('base64url');
  return {
    siteSecret,
    proves({ id: siteId, secretVersion }, id, signature) {
      const expected = createHmac('sha256', siteSecret(siteId, secretVersion)).update(id).digest();
      const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature) ? signature : '', 'hex');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    sealAccount(communityId, { platform, member }, expiresAt) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', linkKey, nonce).setAAD(Buffer.from(communityId));
      const body = [cipher.update(JSON.stringify([platform, member, expiresAt]), 'utf8'), cipher.final()];
      return Buffer.concat([nonce, ...body, cipher.getAuthTag()]).toString('base64url');
    },
    openAccount(communityId, sealed, now) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < 29) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', linkKey, bytes.subarray(0, 12), { authTagLength: 16 })
        .setAAD(Buffer.from(communityId))
        .setAuthTag(bytes.subarray(-16));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
        const [platform, member, expiresAt] = JSON.parse(text) as [string, string, number];
        return expiresAt > now ? { platform, member } : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
