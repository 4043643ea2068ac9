import { inThread } from '#modules/network/index.ts';
import { candidatePairs, type Facts, type Pair } from './candidate-pairs.ts';

/** Of so many people pairs are found before a thread is started. */
const HERE_UP_TO = 500;

/** Pairs worth introducing, found beside the event loop: in a thread of their own unless few people are considered. */
export const candidatePairsApart = (facts: Facts): Promise<Pair[]> =>
  facts.people.length <= HERE_UP_TO
    ? candidatePairs(facts)
    : inThread(new URL('./candidate-pairs-thread.ts', import.meta.url), facts);
