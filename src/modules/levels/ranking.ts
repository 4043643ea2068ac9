import { IdIndex } from '#modules/insights/index.ts';

/** Who has a place on a leaderboard, best first. Columns, so that a million places are some dozen megabytes. */
export type Ranking = {
  /** Number k is the person at place k. */
  readonly ids: IdIndex;
  readonly score: Float64Array;
  /** Milliseconds at which the score was reached; 0 where nobody knows. */
  readonly reached: Float64Array;
};

export const emptyRanking = (): Ranking => ({
  ids: new IdIndex(),
  score: new Float64Array(),
  reached: new Float64Array(),
});

/** Bytes that a ranking takes, about. */
export const bytesOf = ({ ids }: Ranking): number => ids.size * 52 + 1000;

export type Place = { rank: number; memberId: string; score: number };

/** A ranking without those who are not to be seen: places close up, ranks are counted anew. */
export class Standings {
  readonly #ranking: Ranking;
  /** Place → place in the ranking; undefined where nobody is left out. */
  readonly #kept: Uint32Array | undefined;
  readonly #rank: Uint32Array;
  readonly size: number;

  constructor(ranking: Ranking, leftOut: Iterable<string>) {
    this.#ranking = ranking;
    const gone = new Set<number>();
    for (const id of leftOut) {
      const at = ranking.ids.indexOfText(id);
      if (at >= 0) gone.add(at);
    }
    this.size = ranking.ids.size - gone.size;
    if (gone.size > 0) {
      this.#kept = new Uint32Array(this.size);
      let size = 0;
      for (let at = 0; at < ranking.ids.size; at++) if (!gone.has(at)) this.#kept[size++] = at;
    }
    this.#rank = this.#ranks();
  }

  /** Whoever reached an equal score at an equal moment shares the best of their ranks; the next rank is as if they had not. */
  #ranks(): Uint32Array {
    const { score, reached } = this.#ranking;
    const ranks = new Uint32Array(this.size);
    for (let place = 0; place < this.size; place++) {
      const [at, before] = [this.#at(place), place === 0 ? -1 : this.#at(place - 1)];
      const equal = before >= 0 && score[at] === score[before] && reached[at] === reached[before];
      ranks[place] = equal ? ranks[place - 1]! : place + 1;
    }
    return ranks;
  }

  #at(place: number): number {
    return this.#kept ? this.#kept[place]! : place;
  }

  /** Some places from one on, 0 the best. */
  page(from: number, limit: number): Place[] {
    const places: Place[] = [];
    for (let place = from; place < Math.min(this.size, from + limit); place++) places.push(this.#place(place));
    return places;
  }

  #place(place: number): Place {
    const at = this.#at(place);
    return { rank: this.#rank[place]!, memberId: this.#ranking.ids.text(at), score: this.#ranking.score[at]! };
  }

  /** Where somebody is, 0 the best; undefined where they have no place. A look-up, not a walk. */
  placeOf(memberId: string): (Place & { place: number }) | undefined {
    const at = this.#ranking.ids.indexOfText(memberId);
    if (at < 0) return undefined;
    const place = this.#kept ? search(this.#kept, at) : at;
    return place < 0 ? undefined : { place, ...this.#place(place) };
  }
}

/** Where a number stands in ascending ones; −1 nowhere. */
function search(sorted: Uint32Array, wanted: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] === wanted) return middle;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export type TeamPlace = { rank: number; team: string; score: number; total: number; members: number };

/**
 * Teams by what their members reached a head, so that a large team is not ahead by its size alone; equals share a rank. Who is
 * left out counts for no team; a team without members is not there.
 */
export function rankTeams(
  ranking: Ranking,
  teams: ReadonlyMap<string, readonly string[]>,
  leftOut: ReadonlySet<string>,
): TeamPlace[] {
  const places = [...teams].flatMap(([team, ids]) => {
    const members = [...new Set(ids)].filter((id) => !leftOut.has(id));
    if (members.length === 0) return [];
    let total = 0;
    for (const id of members) {
      const at = ranking.ids.indexOfText(id);
      if (at >= 0) total += ranking.score[at]!;
    }
    return [{ rank: 0, team, total, members: members.length, score: Math.round((total / members.length) * 100) / 100 }];
  });
  places.sort((a, b) => b.score - a.score || (a.team < b.team ? -1 : 1));
  places.forEach((place, at) => {
    place.rank = at > 0 && places[at - 1]!.score === place.score ? places[at - 1]!.rank : at + 1;
  });
  return places;
}
