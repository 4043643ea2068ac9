import { ByteLru } from '#modules/insights/index.ts';
import { FewAtOnce } from './few-at-once.ts';
import type { ResultOf, AnalysisKindName } from './contract.ts';

/** What all results together may take in memory. */
const MOST_BYTES = 32 << 20;
/** Analyses that are worked out at once, and that wait. One statement uses all cores already. */
const TURNS = { atOnce: 2, waiting: 50 };
/** A text of JSON takes about this much as objects. */
const BYTES_PER_CHARACTER = 4;

export type AnyResult = ResultOf<AnalysisKindName>;

/**
 * Results by what they were asked for and from. Whoever asks for the same while it is being worked out waits for that
 * answer; a failure is not kept. Keys begin with the community, whose older evaluations leave no results behind.
 */
export class ResultMemory {
  readonly #kept = new ByteLru<AnyResult>(MOST_BYTES);
  readonly #turns = new FewAtOnce(TURNS);
  readonly #keys = new Map<string, { evaluationId: string; keys: Set<string> }>();

  /** The result for `asked` at an evaluation, from memory or by `work`. Throws Unavailable when too many are asked for. */
  async get(
    { communityId, evaluationId, asked }: { communityId: string; evaluationId: string; asked: string },
    work: () => Promise<AnyResult>,
  ): Promise<AnyResult> {
    const keys = this.#keysOf(communityId, evaluationId);
    const key = `${communityId} ${evaluationId} ${asked}`;
    const bytes = (result: AnyResult): number => JSON.stringify(result).length * BYTES_PER_CHARACTER;
    const result = await this.#kept.getOrMake(key, () => this.#turns.pass(work), bytes);
    keys.add(key);
    return result;
  }

  /** Does other work of an analysis when it is its turn. Throws Unavailable when too many are asked for. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.pass(work);
  }

  #keysOf(communityId: string, evaluationId: string): Set<string> {
    const known = this.#keys.get(communityId);
    if (known?.evaluationId === evaluationId) return known.keys;
    for (const key of known?.keys ?? []) this.#kept.delete(key);
    const keys = new Set<string>();
    this.#keys.set(communityId, { evaluationId, keys });
    return keys;
  }
}
