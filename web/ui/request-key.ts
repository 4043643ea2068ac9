/**
 * Says which request it is, so that sent twice it is done once: 128 random bits in 32 hexadecimal digits. `crypto.randomUUID`
 * is not there on pages that came without https.
 */
export const requestKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
