import type { Database } from '#platform/postgres/index.ts';
import type { CommunityRef } from './drain-inbox.ts';
import { INBOX_CHANNEL } from './inbox-store.ts';

/** Milliseconds between two notifications of one community. */
const QUIET_MS = 25;

/** Says that a community's inbox has something new. */
export type InboxBell = (community: CommunityRef) => void;

/**
 * Tells the workers of all processes about filled inboxes: at once, and while a community keeps filling, every 25 ms. Apart
 * from the statements that add events, because commits that notify wait for each other. What a killed process did not
 * tell is found by the worker that looks around.
 */
export function inboxBell(database: Database): InboxBell {
  /** Communities told of lately, and whether they filled again since. */
  const told = new Map<string, boolean>();
  const tell = (payload: string): void => {
    told.set(payload, false);
    database.pool.query('SELECT pg_notify($1, $2)', [INBOX_CHANNEL, payload]).catch(() => undefined);
    setTimeout(() => {
      if (told.get(payload)) tell(payload);
      else told.delete(payload);
    }, QUIET_MS).unref();
  };
  return ({ workspaceId, communityId }) => {
    const payload = `${workspaceId} ${communityId}`;
    if (told.has(payload)) told.set(payload, true);
    else tell(payload);
  };
}
