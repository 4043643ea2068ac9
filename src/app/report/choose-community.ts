import { BadInput } from '#kernel/errors.ts';
import { SKIP_REASONS, type Skipped } from '#connectors/contract.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';

/** Which communities an export held: events by id; "" for events that name none. */
export type Seen = ReadonlyMap<string, number>;

const listed = (seen: Seen): string =>
  [...seen]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 20)
    .map(([id, count]) => `${id === '' ? '(without a community)' : id} (${count} events)`)
    .join(', ') + (seen.size > 20 ? `, and ${seen.size - 20} more` : '');

/**
 * Passes on the events of one community: the chosen one, else the only one. At the end, or as soon as it is clear,
 * throws BadInput when the export holds several and none was chosen, when it does not hold the chosen one, or when it
 * holds no event; the message names what is there. `seen` is filled on the way.
 */
export async function* eventsOfCommunity(
  events: AsyncIterable<NeutralEvent>,
  options: { chosen?: string; file: string; seen: Map<string, number>; skipped?(): readonly Skipped[] },
): AsyncGenerator<NeutralEvent> {
  const { chosen, file, seen, skipped = () => [] } = options;
  for await (const event of events) {
    const community = event.community ?? '';
    seen.set(community, (seen.get(community) ?? 0) + 1);
    if (chosen === undefined ? seen.size === 1 : community === chosen) yield event;
  }
  if (seen.size === 0) throw noEvents(file, skipped());
  if (chosen === undefined && seen.size > 1) {
    throw new BadInput(
      `${file} holds several communities: ${listed(seen)}. Choose one with --community ID`,
      [{ where: '--community', what: 'is needed' }],
      'several_communities',
    );
  }
  if (chosen !== undefined && !seen.has(chosen)) {
    throw new BadInput(
      `${file} holds no community ${chosen}; it holds ${listed(seen)}`,
      [{ where: '--community', what: `${chosen} is not in the file` }],
      'no_such_community',
    );
  }
}

function noEvents(file: string, skipped: readonly Skipped[]): BadInput {
  const faults = skipped.map(({ reason, count, where }) => ({
    where: String(where[0] ?? file),
    what: `${SKIP_REASONS[reason].en} (${count})`,
  }));
  return faults.length === 0
    ? new BadInput(`${file} holds no event`, [{ where: file, what: 'no event' }], 'no_events')
    : new BadInput(`${file} holds no event that could be taken`, faults, 'no_events');
}
