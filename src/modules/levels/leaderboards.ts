import { type Day, dayOf, formatDay } from '#kernel/calendar.ts';
import type { Clock } from '#kernel/clock.ts';
import { asWords, ByteLru, findOptionalLatestMark, IdIndex, openEvaluated } from '#modules/insights/index.ts';
import { listStanding, listTagged, memberNames } from '#modules/members/index.ts';
import { pointsEarned } from '#modules/points/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { daysOfPeriod } from './period.ts';
import type { Board, PlacesReply } from './leaderboards.contract.ts';
import { listOptOuts, rankByGrowth } from './leaderboard-store.ts';
import { bytesOf, emptyRanking, type Ranking, rankTeams, Standings } from './ranking.ts';
import { rankByLog } from './ranking.query.ts';
import { latestRuns } from './run-store.ts';

type Ids = { workspaceId: string; communityId: string; zone: string };
type Parts = { database: Database; engine: EventEngine; clock: Clock };
type Kept = { version: string; ranking: Ranking; asOf: string; tookMs: number; at: number };

/** Rankings of a few large communities, or of very many small ones. */
const MOST_BYTES = 256 * 1024 * 1024;
/** What a reader waits for figures of now; after that they see those of a moment ago. */
const PATIENCE_MS = 400;
/** The ledger is asked anew no sooner than this, nor sooner than twenty times as long as it took. */
const LEDGER_REST_MS = 1_000;

/** A board with what PostgreSQL says of it: whom it leaves out, who is in its teams, and which state of the figures is the latest. */
export type Asked = {
  board: Board;
  optedOut: readonly string[];
  leftOut: readonly string[];
  teams: ReadonlyMap<string, readonly string[]>;
  version: string;
};

/** One look at a leaderboard. */
export type Look = {
  standings: Standings;
  teams: PlacesReply['teams'];
  span: { from: Day | undefined; to: Day };
  asOf: string;
  hidden: number;
};

/** Places from one on, at most so many, so many periods ago. */
export type Page = { from: number; limit: number; back: number };
type ShownPage = Omit<PlacesReply, 'hidden'>;

/**
 * Places on leaderboards. A ranking is worked out once for a state of the log and kept in memory, so that reading a page,
 * or somebody's own place among a million, is a look-up. What is kept is left behind when the log, the levels or the
 * ledger moved on; while the next is worked out, the last one is shown.
 */
export class Leaderboards {
  readonly #parts: Parts;
  readonly #kept = new ByteLru<Kept>(MOST_BYTES);
  readonly #seen = new ByteLru<{ version: string; standings: Standings }>(MOST_BYTES);
  readonly #working = new Map<string, Promise<Kept>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What PostgreSQL says of a board now: read it in the transaction that reads the board. */
  async ask(tx: Tx, communityId: string, board: Board): Promise<Asked> {
    const optedOut = await listOptOuts(tx, communityId);
    const team = board.withTeam ? [] : await listStanding(tx, communityId, 'team');
    const teams = new Map<string, string[]>();
    for (const one of board.teams) teams.set(one, await listTagged(tx, communityId, one));
    return {
      board,
      optedOut,
      leftOut: [...new Set([...optedOut, ...team])],
      teams,
      version: await this.#versionOf(tx, communityId, board),
    };
  }

  /** The places of a board; `back` periods ago. Whoever opted out, and the team unless it takes part, have none. */
  async look(ids: Ids, found: Asked, back = 0): Promise<Look> {
    const { board } = found;
    const today = dayOf(this.#parts.clock.now(), ids.zone);
    const span = daysOfPeriod(board.period, today, back);
    const key = JSON.stringify([ids.communityId, board.metric, board.groupId, span.from ?? null, span.to]);
    const kept = await this.#ranking(key, found.version, () => this.#work(ids, board, span));
    const seenKey = `${key} ${board.id}`;
    const seenVersion = JSON.stringify([kept.version, found.leftOut]);
    let seen = this.#seen.get(seenKey);
    if (seen?.version !== seenVersion) {
      seen = { version: seenVersion, standings: new Standings(kept.ranking, found.leftOut) };
      this.#seen.set(seenKey, seen, kept.ranking.ids.size * 8 + 1000);
    }
    return {
      standings: seen.standings,
      teams: rankTeams(kept.ranking, found.teams, new Set(found.leftOut)),
      span,
      asOf: kept.asOf,
      hidden: found.optedOut.length,
    };
  }

  /** A page of it, and the look it is of. */
  async page(ids: Ids, asked: Asked, { from, limit, back }: Page): Promise<{ look: Look; shown: ShownPage }> {
    const look = await this.look(ids, asked, back);
    const { standings, teams, span, asOf } = look;
    const rows = standings.page(from, limit);
    const names = await this.#parts.database.inWorkspace(ids.workspaceId, (tx) =>
      memberNames(
        tx,
        rows.map(({ memberId }) => memberId),
      ),
    );
    const shown = {
      board: asked.board,
      from: span.from === undefined ? null : formatDay(span.from),
      to: formatDay(span.to),
      asOf,
      places: standings.size,
      rows: rows.map((row) => ({ ...row, name: names.get(row.memberId) ?? '' })),
      teams,
    };
    return { look, shown };
  }

  /** The same as operators see it. */
  async places(ids: Ids, asked: Asked, page: Page): Promise<PlacesReply> {
    const { look, shown } = await this.page(ids, asked, page);
    return { ...shown, hidden: look.hidden };
  }

  /** Kept if it is of now; else worked out, once for all who ask, and waited for as long as there is nothing older to show. */
  async #ranking(
    key: string,
    version: string,
    work: () => Promise<Omit<Kept, 'version' | 'tookMs' | 'at'>>,
  ): Promise<Kept> {
    const kept = this.#kept.get(key);
    if (kept && (kept.version === version || this.#rests(kept, version))) return kept;
    let working = this.#working.get(key);
    if (!working) {
      const began = performance.now();
      working = work()
        .then((made) => {
          const now = performance.now();
          const fresh = { ...made, version, tookMs: now - began, at: now };
          this.#kept.set(key, fresh, bytesOf(made.ranking));
          return fresh;
        })
        .finally(() => this.#working.delete(key));
      this.#working.set(key, working);
    }
    if (!kept) return working;
    // Who does not wait must not leave a failure that nobody hears of.
    working.catch(() => undefined);
    return Promise.race([working, new Promise<Kept>((done) => setTimeout(() => done(kept), PATIENCE_MS).unref())]);
  }

  /** What the ledger says changes all the time. */
  #rests({ version, at, tookMs }: Kept, wanted: string): boolean {
    return (
      version.startsWith('ledger') &&
      wanted.startsWith('ledger') &&
      performance.now() - at < Math.max(LEDGER_REST_MS, 20 * tookMs)
    );
  }

  async #versionOf(tx: Tx, communityId: string, { metric }: Board): Promise<string> {
    if (metric === 'points') return `ledger ${this.#parts.clock.now()}`;
    if (metric === 'growth') return `levels ${(await latestRuns(tx, communityId)).latest?.id}`;
    return `log ${(await findOptionalLatestMark(tx, communityId))?.id}`;
  }

  async #work(
    ids: Ids,
    board: Board,
    span: { from: Day | undefined; to: Day },
  ): Promise<Pick<Kept, 'ranking' | 'asOf'>> {
    const { database } = this.#parts;
    const { workspaceId, communityId } = ids;
    if (board.metric === 'growth') {
      const rows = await database.inWorkspace(workspaceId, (tx) => rankByGrowth(tx, communityId));
      return {
        asOf: formatDay(span.to),
        ranking: rankingOf(rows.map((row) => ({ ...row, reached: row.reached.getTime() }))),
      };
    }
    if (board.metric === 'points') {
      const earned = await database.inWorkspace(workspaceId, (tx) =>
        pointsEarned(tx, communityId, { from: span.from ?? 0, to: span.to + 1 }),
      );
      const rows = [...earned].flatMap(([memberId, { points }]) =>
        points > 0 ? [{ memberId, score: points, reached: 0 }] : [],
      );
      rows.sort((a, b) => b.score - a.score || (a.memberId < b.memberId ? -1 : 1));
      return { asOf: formatDay(span.to), ranking: rankingOf(rows) };
    }
    const { frame, evaluation } = await openEvaluated(this.#parts, { workspaceId, communityKey: communityId });
    return { asOf: evaluation.asOf, ranking: await rankByLog(frame, { evaluationId: evaluation.id, board, span }) };
  }
}

/** A ranking of rows that are in order. */
function rankingOf(rows: readonly { memberId: string; score: number; reached: number }[]): Ranking {
  if (rows.length === 0) return emptyRanking();
  const bytes = new Uint8Array(rows.length * 16);
  rows.forEach(({ memberId }, row) => bytes.set(Buffer.from(memberId.replaceAll('-', ''), 'hex'), row * 16));
  const words = asWords(bytes);
  const ids = new IdIndex(rows.length);
  for (let row = 0; row < rows.length; row++) ids.add(words, row);
  return {
    ids,
    score: Float64Array.from(rows, ({ score }) => score),
    reached: Float64Array.from(rows, ({ reached }) => reached),
  };
}
