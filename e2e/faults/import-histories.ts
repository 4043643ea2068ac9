import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Import } from '#modules/imports/contract.ts';

/** `events` of imports that ended well are in the log for good; `imports` counts those. */
export type ImportLedger = { imports: number; events: number; again: number };

const EVENTS = 2_000;

type Place = {
  address: string;
  token: string;
  community: string;
  until: () => boolean;
  ledger: ImportLedger;
  start: number;
};

/**
 * Imports one history after another until told to stop, and sees the last one through. Whatever a killed server does
 * not answer is asked again; an import that failed because something was away is uploaded anew, the same file.
 */
export async function importHistories(place: Place): Promise<void> {
  for (let number = 0; !place.until(); number++) {
    const file = history(number, place.start);
    while (!(await importOnce(place, file))) place.ledger.again++;
    place.ledger.imports++;
    place.ledger.events += EVENTS;
  }
}

/** Whether the import of a file ended well; false when it has to be done over. */
async function importOnce(place: Place, file: string): Promise<boolean> {
  const form = (): FormData => {
    const made = new FormData();
    made.append('file', new Blob([file]), 'history.jsonl');
    return made;
  };
  const uploaded = await insist<Import>(place, 'POST', '', form);
  if (uploaded === undefined) return false;
  const started = await insist<Import>(place, 'POST', `/${uploaded.id}/start`, () => '{}');
  if (started === undefined) return false;
  for (;;) {
    const found = await insist<Import>(place, 'GET', `/${uploaded.id}`);
    if (found?.status === 'done') {
      if (found.summary?.read !== EVENTS) throw new Error(`an import read ${found.summary?.read} of ${EVENTS} events`);
      return true;
    }
    if (found?.status === 'failed' && !['unavailable', 'internal'].includes(found.error!.code))
      throw new Error(`an import failed: ${JSON.stringify(found.error)}`);
    if (found?.status !== 'running') return false;
    await pause(200);
  }
}

/** Asks until it is answered; undefined where the answer is no (a start whose answer was lost has happened: 409). */
async function insist<T>(
  { address, token, community }: Place,
  method: string,
  path: string,
  body?: () => FormData | string,
): Promise<T | undefined> {
  for (;;) {
    try {
      const sent = body?.();
      const response = await fetch(`${address}/api/v1/communities/${community}/imports${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(typeof sent === 'string' && { 'content-type': 'application/json' }),
        },
        ...(sent !== undefined && { body: sent }),
        signal: AbortSignal.timeout(20_000),
      });
      if (response.ok) return (await response.json()) as T;
      const said = (await response.json()) as { code?: string };
      if (response.status === 409 && said.code === 'import_running') return {} as T;
      if (response.status < 500 && response.status !== 429) return undefined;
    } catch {
      // Nobody answers, or the answer broke off: the server is away for a moment.
    }
    await pause(200);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A history of its own events, over a month, in which every fifth answers the one before. */
function history(number: number, start: number): string {
  const lines = Array.from({ length: EVENTS }, (_, index): string => {
    const replies = index % 5 === 4;
    const event: NeutralEvent = {
      id: `h${number}-${index}`,
      member: `u${(number * 13 + index) % 97}`,
      group: `g${index % 4}`,
      kind: replies ? 'reply' : 'message',
      at: new Date(start - ((number * 1009 + index * 37) % 40_000) * 60_000).toISOString(),
      platform: 'test',
      text: `历史 ${number} 的第 ${index} 条`,
      ...(replies && { replyTo: `h${number}-${index - 1}` }),
    };
    return JSON.stringify(event);
  });
  return `${lines.join('\n')}\n`;
}
