import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { idBytes, idFromBytes } from '#kernel/ids.ts';

/** What a personal link says: who is meant, where, and between when. Instants in ms UTC. */
export type LinkWords = { linkId: string; communityId: string; memberId: string; madeAt: number; endsAt: number };

const NONCE = 12;
const TAG = 16;
const UUID = 16;
const TIME = 6;
const SAID = 3 * UUID + 2 * TIME;
const WHOLE = UUID + NONCE + SAID + TAG;

const time = (ms: number): Buffer => {
  const bytes = Buffer.alloc(TIME);
  bytes.writeUIntBE(ms, 0, TIME);
  return bytes;
};

/** The keys of this module, each derived from the server's secret for one purpose only (HKDF, RFC 5869). */
export type MemberKeys = {
  /** The token of a personal link: sealed (AES-256-GCM), so that it can be neither read nor changed by whoever carries it. */
  sealLink(workspaceId: string, words: LinkWords): string;
  /** What a token says; undefined when it is forged, changed, or of another installation. Whether it is too old is not asked here. */
  openLink(token: string): { workspaceId: string; words: LinkWords } | undefined;
  /** What is kept of a short code: who reads the table cannot try all million codes against it. */
  codeHash(signInId: string, code: string): Buffer;
};

export function createMemberKeys(secret: string): MemberKeys {
  const key = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const linkKey = key('qunluo member link');
  const codeKey = key('qunluo member code');
  return {
    sealLink(workspaceId, { communityId, memberId, linkId, madeAt, endsAt }) {
      const place = idBytes(workspaceId);
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', linkKey, nonce).setAAD(place);
      const said = [idBytes(communityId), idBytes(memberId), idBytes(linkId), time(madeAt), time(endsAt)];
      const body = [cipher.update(Buffer.concat(said)), cipher.final()];
      return Buffer.concat([place, nonce, ...body, cipher.getAuthTag()]).toString('base64url');
    },
    openLink(token) {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length !== WHOLE) return undefined;
      const nonce = bytes.subarray(UUID, UUID + NONCE);
      const decipher = createDecipheriv('aes-256-gcm', linkKey, nonce, { authTagLength: TAG })
        .setAAD(bytes.subarray(0, UUID))
        .setAuthTag(bytes.subarray(-TAG));
      try {
        const said = Buffer.concat([decipher.update(bytes.subarray(UUID + NONCE, -TAG)), decipher.final()]);
        return {
          workspaceId: idFromBytes(bytes),
          words: {
            communityId: idFromBytes(said),
            memberId: idFromBytes(said, UUID),
            linkId: idFromBytes(said, 2 * UUID),
            madeAt: said.readUIntBE(3 * UUID, TIME),
            endsAt: said.readUIntBE(3 * UUID + TIME, TIME),
          },
        };
      } catch {
        return undefined;
      }
    },
    codeHash: (signInId, code) => createHmac('sha256', codeKey).update(`${signInId} ${code}`).digest(),
  };
}
