import type { Tx } from '#platform/postgres/index.ts';
import type { Proposal, Run } from '../library.contract.ts';
import type { PlaySituation } from '../play-figures.ts';
import { libraryOf, type KnownPlay } from './library-plays.ts';
import { type Dismissal, listDismissals, listPlayRows } from './play-store.ts';
import { proposalsOf } from './proposals.ts';
import { listRuns } from './run-store.ts';

export type PlaysNow = {
  library: KnownPlay[];
  /** Plays under way. */
  runs: Run[];
  /** What is not wanted now. */
  dismissals: Dismissal[];
  proposals: Proposal[];
};

/** What is proposed in a situation, minding what a community changed, has under way and does not want on a day. */
export async function playsNow(
  tx: Tx,
  communityId: string,
  { situation, today }: { situation: PlaySituation; today: string },
): Promise<PlaysNow> {
  const library = libraryOf(await listPlayRows(tx, communityId));
  const runs = await listRuns(tx, communityId, 'open');
  const dismissals = (await listDismissals(tx, communityId)).filter(({ until }) => until >= today);
  const proposals = proposalsOf(situation, library, {
    underWay: new Set(runs.map(({ playId }) => playId)),
    quiet: new Set(dismissals.map(({ playId }) => playId)),
  });
  return { library, runs, dismissals, proposals };
}
