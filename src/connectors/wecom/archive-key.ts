import { constants, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto';

const PEM =
  /(?:(\d{1,4})\s*[:=]?\s*)?-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]{100,20000}?)-----END \2-----/g;

/**
 * RSA private keys of the session archive by their version. Several PEM blocks may follow one another; a number in front of one is
 * its version, else it is one more than that of the one before. Line breaks lost in a form are mended; what is no key is left out.
 */
export function readArchiveKeys(text: string): Map<number, KeyObject> {
  const keys = new Map<number, KeyObject>();
  let version = 0;
  for (const [, given, kind, body] of text.matchAll(PEM)) {
    version = given === undefined ? version + 1 : Number(given);
    const lines = body!.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? [];
    try {
      const key = createPrivateKey([`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join('\n'));
      if (key.asymmetricKeyType === 'rsa') keys.set(version, key);
    } catch {
      // Not a key: the form says so when none is left.
    }
  }
  return keys;
}

/**
 * Undoes RSA with PKCS#1 v1.5 padding: Node refuses RSA_PKCS1_PADDING for decryption, so the block is decrypted raw and unpadded here
 * (00 02, at least eight bytes that are not 0, 00, the message). All bytes are looked at; undefined for a block that is none.
 */
export function decryptPkcs1(key: KeyObject, sealed: Buffer): Buffer | undefined {
  let block: Buffer;
  try {
    block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, sealed);
  } catch {
    return undefined;
  }
  let wrong = block[0]! | (block[1]! ^ 2);
  let end = 0;
  for (let at = 2; at < block.length; at++) if (end === 0 && block[at] === 0) end = at;
  if (end < 10) wrong |= 1;
  return wrong === 0 ? block.subarray(end + 1) : undefined;
}
