import {
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  constants,
} from 'node:crypto';
import { type PlatformServer, startPlatform } from '../../testing/platform-server.ts';

/** A side process of the archive, and a company whose messages it has. */
export type ArchiveStandIn = PlatformServer & {
  /** Adds a message sealed for the key of a version; `text` in place of a message is sealed as it is. */
  add(message: object | string, version?: number): number;
  /** Lines put among the messages as they are. */
  spoil(line: Record<string, unknown>): void;
  privateKeys: string[];
};

const LINE = 'application/x-ndjson';

/**
 * A local side process that speaks docs/connectors/wecom.md. In place of the platform's closed library it seals with AES-256-CBC
 * under the random key, which is what the connector never looks at.
 */
export async function startArchiveStandIn(token: string): Promise<ArchiveStandIn> {
  const pairs = [pair(), pair()];
  const lines: Record<string, unknown>[] = [];
  const server = await startPlatform(({ path, headers, body, method }) => {
    if (headers.authorization !== `Bearer ${token}`) return { status: 401 };
    if (method !== 'POST' || headers['content-type'] !== LINE) return { status: 415 };
    const asked = body
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const told =
      path === '/chatdata'
        ? lines.filter(({ seq }) => Number(seq) > Number(asked[0]!.seq)).slice(0, Number(asked[0]!.limit))
        : asked.map(({ msgid, key, message }) => ({ msgid, ...open(String(key), String(message)) }));
    return { text: told.map((line) => `${JSON.stringify(line)}\n`).join(''), headers: { 'content-type': LINE } };
  });
  return Object.assign(server, {
    privateKeys: pairs.map(({ privateKey }) => privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
    add(message: object | string, version = 1) {
      const key = randomBytes(24).toString('base64');
      const seq = lines.length + 100;
      lines.push({
        seq,
        msgid: typeof message === 'string' ? `poison-${seq}` : (message as { msgid?: string }).msgid,
        publickey_ver: version,
        encrypt_random_key: sealKey(pairs[version - 1]!.publicKey, key),
        encrypt_chat_msg: seal(key, typeof message === 'string' ? message : JSON.stringify(message)),
      });
      return seq;
    },
    spoil(line: Record<string, unknown>) {
      lines.push({ seq: lines.length + 100, ...line });
    },
  });
}

const pair = (): { publicKey: KeyObject; privateKey: KeyObject } => generateKeyPairSync('rsa', { modulusLength: 2048 });
const sealKey = (key: KeyObject, text: string): string =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(text)).toString('base64');
const aes = (key: string) => Buffer.from(key.padEnd(32, '=').slice(0, 32));

function seal(key: string, text: string): string {
  const cipher = createCipheriv('aes-256-cbc', aes(key), aes(key).subarray(0, 16));
  return Buffer.concat([cipher.update(text), cipher.final()]).toString('base64');
}

function open(key: string, sealed: string): { message: string } | { error: string } {
  try {
    const decipher = createDecipheriv('aes-256-cbc', aes(key), aes(key).subarray(0, 16));
    return { message: Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]).toString() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
