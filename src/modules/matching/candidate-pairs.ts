import type { Reason } from './contract.ts';
import { baseName, contactOf, foldName, handleOf, isNear, isTelling, nearForms } from './name-keys.ts';

/** One account of a person, as it is compared. */
export type ComparedAccount = { accountId: string; person: string; platform: string; externalId: string; name: string };

/** Something that a person says is theirs: the value of a text attribute, or a handle in a message. */
export type Claim = { person: string; value: string; where: 'attribute' | 'message' };

/** Two people who may be one, by id, the smaller first. */
export type Pair = { first: string; second: string; reasons: Reason[] };

/** A name that more people than this share says nothing about any two of them. */
const MOST_SHARING = 20;
/** Accounts that are held of one key: people have a few each. */
const MOST_HELD = MOST_SHARING * 8;
const PAUSE_EVERY = 5_000;

const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** Pairs with the best reason of each kind. */
class Pairs {
  readonly #pairs = new Map<string, Map<Reason['kind'], Reason>>();

  add(a: string, b: string, reason: Reason): void {
    if (a === b) return;
    const key = pairKey(a, b);
    const reasons = this.#pairs.get(key) ?? new Map<Reason['kind'], Reason>();
    const known = reasons.get(reason.kind);
    if (!known || known.points < reason.points) reasons.set(reason.kind, reason);
    this.#pairs.set(key, reasons);
  }

  has(a: string, b: string, kind: Reason['kind']): boolean {
    return this.#pairs.get(pairKey(a, b))?.has(kind) ?? false;
  }

  all(): Pair[] {
    return [...this.#pairs].map(([key, reasons]) => ({
      first: key.slice(0, 36),
      second: key.slice(37),
      reasons: [...reasons.values()],
    }));
  }
}

/**
 * Accounts by a key that those of one person may share. Most keys have one account only, so a list is made for the
 * second; of a key that too many share no more is kept.
 */
class Blocks<Key> {
  readonly #blocks = new Map<Key, number | number[]>();
  readonly #accounts: readonly ComparedAccount[];

  constructor(accounts: readonly ComparedAccount[]) {
    this.#accounts = accounts;
  }

  add(key: Key, account: number): void {
    const block = this.#blocks.get(key);
    if (block === undefined) this.#blocks.set(key, account);
    else if (typeof block === 'number') this.#blocks.set(key, [block, account]);
    else if (block.length <= MOST_HELD) block.push(account);
  }

  /** The accounts of a key, one for each person. */
  get(key: Key): ComparedAccount[] {
    const block = this.#blocks.get(key);
    if (block === undefined) return [];
    const people = new Map<string, ComparedAccount>();
    for (const at of typeof block === 'number' ? [block] : block) {
      const account = this.#accounts[at]!;
      if (!people.has(account.person)) people.set(account.person, account);
    }
    return [...people.values()];
  }

  /** Every two people that share a key which not too many share. */
  *pairs(): Generator<[ComparedAccount, ComparedAccount, number]> {
    for (const [key, block] of this.#blocks) {
      if (typeof block === 'number' || block.length > MOST_HELD) continue;
      const people = this.get(key);
      if (people.length < 2 || people.length > MOST_SHARING) continue;
      for (const [at, one] of people.entries())
        for (let other = at + 1; other < people.length; other++) yield [one, people[other]!, people.length];
    }
  }
}

/** The rarer a name, the more it says: full points where only these two have it. */
const byRarity = (points: number, sharing: number): number => Math.round(points * Math.sqrt(2 / sharing));

export type CompareOptions = { pause?: () => Promise<void>; onCompared?: (pairs: number) => void };

/**
 * The pairs worth a closer look, by keys that two accounts of one person would share: the same or nearly the same name,
 * the same handle on two platforms, the same e-mail or phone, a handle that one says is theirs. Never all pairs: work
 * grows with the accounts. `pause` gives others a turn; `onCompared` hears how many pairs each key led to.
 */
export async function candidatePairs(
  accounts: readonly ComparedAccount[],
  claims: readonly Claim[],
  { pause = async () => {}, onCompared = () => {} }: CompareOptions = {},
): Promise<Pair[]> {
  const [names, bases, handles] = [
    new Blocks<string>(accounts),
    new Blocks<string>(accounts),
    new Blocks<string>(accounts),
  ];
  const near = new Blocks<number>(accounts);
  const folded = new Map<ComparedAccount, string>();
  for (const [at, account] of accounts.entries()) {
    if (at % PAUSE_EVERY === PAUSE_EVERY - 1) await pause();
    const name = foldName(account.name);
    if (isTelling(name)) {
      folded.set(account, name);
      names.add(name, at);
      const base = baseName(account.name);
      if (isTelling(base)) bases.add(base, at);
      for (const form of nearForms(name)) near.add(form, at);
    }
    const handle = handleOf(account.externalId);
    if (handle && handle.length >= 5 && /\p{L}/u.test(handle) && !/^[0-9a-f-]{16,}$/.test(handle))
      handles.add(handle, at);
  }
  await pause();
  const pairs = new Pairs();
  for (const [a, b, sharing] of names.pairs()) {
    pairs.add(a.person, b.person, {
      kind: 'same_name',
      points: byRarity(40, sharing),
      facts: { a: a.name, b: b.name, sharing },
    });
  }
  for (const [a, b, sharing] of bases.pairs()) {
    if (pairs.has(a.person, b.person, 'same_name')) continue;
    pairs.add(a.person, b.person, {
      kind: 'similar_name',
      points: byRarity(28, sharing),
      facts: { a: a.name, b: b.name, sharing },
    });
  }
  await pause();
  let compared = 0;
  for (const [a, b, sharing] of near.pairs()) {
    if (++compared % PAUSE_EVERY === 0) await pause();
    if (!isNear(folded.get(a)!, folded.get(b)!) || pairs.has(a.person, b.person, 'same_name')) continue;
    pairs.add(a.person, b.person, {
      kind: 'similar_name',
      points: byRarity(25, sharing),
      facts: { a: a.name, b: b.name, sharing },
    });
  }
  onCompared(compared);
  for (const [a, b] of handles.pairs()) {
    if (a.platform === b.platform) continue;
    pairs.add(a.person, b.person, { kind: 'same_handle', points: 35, facts: { handle: a.externalId } });
  }
  addClaims(pairs, claims, { names, handles });
  return pairs.all();
}

function addClaims(
  pairs: Pairs,
  claims: readonly Claim[],
  { names, handles }: { names: Blocks<string>; handles: Blocks<string> },
) {
  const contacts = new Map<string, Set<string>>();
  for (const { person, value } of claims) {
    const contact = contactOf(value);
    if (contact) contacts.set(contact, (contacts.get(contact) ?? new Set()).add(person));
  }
  for (const people of contacts.values()) {
    if (people.size > MOST_SHARING) continue;
    const all = [...people];
    // Which address it was is for the portrait, not for a list.
    for (const [at, one] of all.entries())
      for (const other of all.slice(at + 1))
        pairs.add(one, other, {
          kind: 'same_contact',
          points: byRarity(60, all.length),
          facts: { sharing: all.length },
        });
  }
  for (const { person, value, where } of claims) {
    const handle = contactOf(value) ? undefined : handleOf(value);
    if (!handle) continue;
    const named = [...handles.get(handle), ...names.get(foldName(handle))].filter((one) => one.person !== person);
    const people = [...new Map(named.map((one) => [one.person, one])).values()];
    // Said of a name that several have, it does not say whom.
    if (people.length !== 1) continue;
    pairs.add(person, people[0]!.person, {
      kind: 'says_so',
      points: where === 'attribute' ? 50 : 40,
      facts: { handle },
    });
  }
}
