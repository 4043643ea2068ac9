import { createHmac, randomBytes } from 'node:crypto';
import type { ConnectorContext } from '#modules/connections/index.ts';
import { sameSecret } from '../shared/same-secret.ts';

const OURS = /^qunluo\.([\w-]{1,80})\.([0-9a-f]{16})@/;

/** Makes and recognises the Message-IDs of our deliveries: signed, so that nobody can bounce a mail we never sent. */
export class MessageIds {
  readonly #key: string;
  readonly #domain: string;

  constructor(key: string, address: string) {
    this.#key = key;
    this.#domain = address.slice(address.indexOf('@') + 1);
  }

  /** The id of a delivery's mail; the same when it is tried again, so that a receiver can tell. */
  of(delivery: string): string {
    return `qunluo.${delivery}.${this.#sign(delivery)}@${this.#domain}`;
  }

  isOurs(messageId: string): boolean {
    const [, delivery, signature] = OURS.exec(messageId) ?? [];
    return delivery !== undefined && sameSecret(signature!, this.#sign(delivery));
  }

  #sign(delivery: string): string {
    return createHmac('sha256', this.#key).update(delivery).digest('hex').slice(0, 16);
  }
}

/** The connection's own, with a key made the first time. */
export async function rememberedIds(
  { memory }: Pick<ConnectorContext<unknown>, 'memory'>,
  address: string,
): Promise<MessageIds> {
  let key = await memory.get('message-id key');
  if (key === undefined) {
    key = randomBytes(32).toString('hex');
    await memory.set('message-id key', key);
  }
  return new MessageIds(key, address);
}
