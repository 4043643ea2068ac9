import type { NeutralEvent } from '#modules/events/contract.ts';

export type Ledger = { sent: number; acknowledged: number; refusals: Map<string, number> };

/**
 * One client that sends batches until told to stop. A batch that was not acknowledged is sent again, the same, until it
 * is: as the API asks of its callers.
 */
export async function sendEvents(options: {
  client: number;
  url: () => string;
  token: () => string;
  until: () => boolean;
  ledger: Ledger;
  start: number;
  /** Milliseconds between a batch and the next; none unless told. */
  pause?: number;
}): Promise<void> {
  const { client, ledger } = options;
  let number = 0;
  while (!options.until()) {
    const size = 1 + ((client * 7 + number) % 20);
    const batch = Array.from({ length: size }, (_, index) => makeEvent(client, number + index, options.start));
    number += size;
    ledger.sent += size;
    while (!(await deliver(options, batch))) await new Promise((resolve) => setTimeout(resolve, 100));
    ledger.acknowledged += size;
    // A third is sent again although it was acknowledged: as after an answer that was lost.
    if (number % 3 === 0) await deliver(options, batch);
    if (options.pause) await new Promise((resolve) => setTimeout(resolve, options.pause));
  }
}

async function deliver(
  { url, token, ledger }: Parameters<typeof sendEvents>[0],
  events: readonly NeutralEvent[],
): Promise<boolean> {
  try {
    const response = await fetch(url(), {
      method: 'POST',
      headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(20_000),
    });
    await response.arrayBuffer();
    if (response.status !== 202) note(ledger, String(response.status));
    if (response.status === 400 || response.status === 401) throw new TypeError(`refused with ${response.status}`);
    return response.status === 202;
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('refused')) throw error;
    note(ledger, 'connection');
    return false;
  }
}

const note = ({ refusals }: Ledger, what: string): void => void refusals.set(what, (refusals.get(what) ?? 0) + 1);

function makeEvent(client: number, number: number, start: number): NeutralEvent {
  const replies = number % 5 === 4;
  return {
    id: `c${client}-${number}`,
    member: `u${(client * 31 + number) % 97}`,
    group: `g${number % 4}`,
    kind: replies ? 'reply' : 'message',
    at: new Date(start - ((client * 1009 + number * 37) % 40_000) * 60_000).toISOString(),
    platform: 'test',
    text: `第 ${number} 条，来自客户端 ${client}`,
    ...(replies && { replyTo: `c${client}-${number - 1}` }),
  };
}
