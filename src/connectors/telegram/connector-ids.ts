import type { ConnectorContext } from '#modules/connections/index.ts';

/** Supergroups and channels are written −100… in the Bot API, and bare in exports. */
const SUPERGROUP = 1_000_000_000_000;

/** The id of a chat as exports write it, which groups and events go by. */
export function bareId(chatId: number): string {
  return String(chatId >= 0 ? chatId : chatId <= -SUPERGROUP ? -chatId - SUPERGROUP : -chatId);
}

/** The account of a person, or of a channel or group that speaks for itself, as exports write it. */
export const userAccount = (id: number): string => `user${id}`;
export const chatAccount = (chatId: number): string => `channel${bareId(chatId)}`;

/** An account as the Bot API asks for it: a person's number, or the negative id of a channel. */
export function accountNumber(account: string): number | undefined {
  const [, kind, digits] = /^(user|channel)?(\d{1,16})$/.exec(account) ?? [];
  if (digits === undefined) return undefined;
  return kind === 'channel' ? -SUPERGROUP - Number(digits) : Number(digits);
}

/** The number of a message: the last part of the id that we gave its event. */
export function messageNumber(id: string | undefined): number | undefined {
  const number = Number(id?.split('/').at(-1));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/**
 * Which chats are ordinary groups: their bare id does not tell, and they are written −id where all others are −100…id. Also where a
 * group went that became a supergroup.
 */
export class ChatNumbers {
  readonly #memory: ConnectorContext<unknown>['memory'];
  /** Chats whose number is kept or needs no keeping. */
  readonly #noted = new Map<string, number>();

  constructor(memory: ConnectorContext<unknown>['memory']) {
    this.#memory = memory;
  }

  /** The number that the Bot API knows a chat by. Read anew each time: a callback on another process may have seen the chat. */
  async of(chat: string): Promise<number> {
    return (await this.#kept()).get(chat) ?? supergroup(chat);
  }

  async note(chat: string, chatId: number): Promise<void> {
    if (this.#noted.get(chat) === chatId) return;
    const kept = await this.#kept();
    if (chatId !== (kept.get(chat) ?? supergroup(chat)))
      await this.#memory.set('chats', JSON.stringify([...kept.set(chat, chatId)]));
    this.#noted.set(chat, chatId);
  }

  async #kept(): Promise<Map<string, number>> {
    return new Map(JSON.parse((await this.#memory.get('chats')) ?? '[]') as [string, number][]);
  }
}

const supergroup = (chat: string): number => -SUPERGROUP - Number(chat);
