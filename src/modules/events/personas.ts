import { NIL_ID } from '#kernel/ids.ts';

/** A rename that stands in the log: at an instant (milliseconds) `from` went on as `to`; both are accounts. */
export type Rename = { eventId: string; at: number; position: number; from: string; to: string };

/** From just after an event on, an account stands for another persona. */
export type Span = { accountId: string; fromAt: number; fromPosition: number; fromEvent: string; personaId: string };

/** A place in the order of events. */
export type Place = { at: number; position: number; eventId: string };

const byPlace = (a: Place, b: Place): number =>
  a.at - b.at || a.position - b.position || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0);

/** The renames that happened, in order: not of a bot, not to oneself, with a target (definitions.md, "People"). */
export function effectiveRenames(renames: readonly Rename[], bots: ReadonlySet<string>): Rename[] {
  return renames.filter(({ from, to }) => from !== to && to !== NIL_ID && !bots.has(from)).sort(byPlace);
}

/**
 * The spans that renames (effective, in order) open. Before its first span an account stands for the persona of its own
 * id; the persona of a span has the id of the rename that opened it, so that a rename which arrives late changes no
 * other persona's id.
 */
export const spansOf = (renames: readonly Rename[]): Span[] =>
  renames.map(({ eventId, at, position, from }) => ({
    accountId: from,
    fromAt: at,
    fromPosition: position,
    fromEvent: eventId,
    personaId: eventId,
  }));

/** An account that an operator put to a member by hand. */
export type ManualMerge = { accountId: string; memberId: string };

/**
 * Who is who: `members` maps every persona that is not a member of its own id to its member's id, and a bot's to
 * `NIL_ID`; `labels` gives the account that names a member, where that is not the account of the member's own id.
 */
export type PersonaMap = { members: Map<string, string>; labels: Map<string, string> };

class Union {
  readonly #parents = new Map<string, string>();

  root(persona: string): string {
    let at = persona;
    for (let up = this.#parents.get(at); up !== undefined; up = this.#parents.get(at)) at = up;
    for (let step = persona; step !== at;) {
      const up = this.#parents.get(step)!;
      this.#parents.set(step, at);
      step = up;
    }
    return at;
  }

  /** Puts a's set under b's and gives b's root. */
  join(a: string, b: string): string {
    const from = this.root(a);
    const to = this.root(b);
    if (from !== to) this.#parents.set(from, to);
    return to;
  }
}

/**
 * The map of personas to members after the renames given (effective, in order), with today's merges by hand and all
 * bots. A member's id is the hand-made member's where there is one; else its label account's id, if that account's
 * first persona belongs to the member; else the id of the label's persona, so that ids stay as accounts are found.
 */
export function mapPersonas(
  renames: readonly Rename[],
  manualMerges: readonly ManualMerge[],
  bots: ReadonlySet<string>,
): PersonaMap {
  const union = new Union();
  const holders = new Map<string, string>();
  const accounts = new Map<string, string>();
  const labels = new Map<string, { account: string; persona: string }>();
  const holder = (account: string): string => {
    let persona = holders.get(account);
    if (persona === undefined) holders.set(account, (persona = account));
    accounts.set(persona, account);
    return persona;
  };
  for (const { eventId, from, to } of renames) {
    const target = holder(to);
    const root = union.join(holder(from), target);
    labels.set(root, { account: to, persona: target });
    holders.set(from, eventId);
    accounts.set(eventId, from);
  }
  const chosen = joinByHand(manualMerges, { union, holder, labels });

  const sets = new Map<string, string[]>();
  for (const persona of accounts.keys()) {
    const root = union.root(persona);
    const set = sets.get(root);
    if (set) set.push(persona);
    else sets.set(root, [persona]);
  }
  const result: PersonaMap = { members: new Map(), labels: new Map() };
  for (const [root, personas] of sets) {
    const known = labels.get(root);
    const label = known ?? { account: accounts.get(root)!, persona: root };
    const own = personas.includes(label.account) ? label.account : label.persona;
    const memberId = chosen.get(root) ?? own;
    const labelAccount =
      known === undefined && chosen.has(root) ? firstOf(personas, memberId, accounts) : label.account;
    for (const persona of personas) if (persona !== memberId) result.members.set(persona, memberId);
    if (labelAccount !== memberId) result.labels.set(memberId, labelAccount);
  }
  for (const bot of bots) result.members.set(bot, NIL_ID);
  return result;
}

const firstOf = (personas: readonly string[], memberId: string, accounts: ReadonlyMap<string, string>): string =>
  personas.includes(memberId) ? memberId : accounts.get(personas.toSorted()[0]!)!;

/** Joins accounts of one member made by hand; gives the member's id by root. Of two in one set the smaller id stays. */
function joinByHand(
  merges: readonly ManualMerge[],
  {
    union,
    holder,
    labels,
  }: {
    union: Union;
    holder: (account: string) => string;
    labels: Map<string, { account: string; persona: string }>;
  },
): Map<string, string> {
  const firsts = new Map<string, string>();
  for (const { accountId, memberId } of merges.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1))) {
    const persona = holder(accountId);
    const first = firsts.get(memberId);
    if (first === undefined) firsts.set(memberId, persona);
    else {
      const moved = labels.get(union.root(persona));
      const root = union.join(persona, first);
      if (moved && !labels.has(root)) labels.set(root, moved);
    }
  }
  const chosen = new Map<string, string>();
  for (const [memberId, persona] of firsts) {
    const root = union.root(persona);
    const other = chosen.get(root);
    chosen.set(root, other !== undefined && other < memberId ? other : memberId);
  }
  return chosen;
}
