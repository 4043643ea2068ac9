import { findOptionalLatestMark, type InsightServices } from '#modules/insights/index.ts';
import { latestComputation } from '#modules/segments/index.ts';
import type { FiguresChanged } from './saved.contract.ts';

/** How often a community that somebody looks at is asked for its latest evaluation. Milliseconds. */
const LOOK_EVERY = 2_000;

type Listener = (change: FiguresChanged) => void;
type Watched = { listeners: Set<Listener>; timer: NodeJS.Timeout; last: FiguresChanged | undefined };

/**
 * Tells open pages when there is a new evaluation, or segments were computed after one. It looks at PostgreSQL, so that what other
 * processes did counts too; one look serves all pages of a community, and nobody is looked at for whom no page is open.
 */
export class FiguresWatch {
  readonly #watched = new Map<string, Watched>();
  readonly #database: InsightServices['database'];

  constructor(database: InsightServices['database']) {
    this.#database = database;
  }

  /** Calls `listener` with what is latest now, where there is an evaluation, and with each change until `signal` is aborted. */
  async watch(
    { workspaceId, communityId }: { workspaceId: string; communityId: string },
    listener: Listener,
    signal: AbortSignal,
  ): Promise<void> {
    let watched = this.#watched.get(communityId);
    if (!watched) {
      const timer = setInterval(() => void this.#look(workspaceId, communityId).catch(() => undefined), LOOK_EVERY);
      timer.unref();
      watched = { listeners: new Set(), timer, last: undefined };
      this.#watched.set(communityId, watched);
    }
    const { listeners, timer, last } = watched;
    listeners.add(listener);
    signal.addEventListener('abort', () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      if (this.#watched.get(communityId)?.timer === timer) this.#watched.delete(communityId);
    });
    if (last) listener(last);
    // Where the database is not there now, the next look tells.
    else await this.#look(workspaceId, communityId).catch(() => undefined);
  }

  async #look(workspaceId: string, communityId: string): Promise<void> {
    const { found, segments } = await this.#database.inWorkspace(workspaceId, async (tx) => ({
      found: await findOptionalLatestMark(tx, communityId),
      segments: await latestComputation(tx, communityId),
    }));
    const watched = this.#watched.get(communityId);
    if (!found || !watched) return;
    const { last } = watched;
    if (last?.evaluationId === found.id && last.segments === segments) return;
    const { id: evaluationId, asOf, evaluatedAt } = found;
    watched.last = { evaluationId, asOf, evaluatedAt: evaluatedAt.toISOString(), segments };
    for (const listener of watched.listeners) listener(watched.last);
  }
}
