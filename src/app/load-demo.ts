import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createCommunity, ensureGroups, listCommunities } from '#modules/communities/index.ts';
import { communitySpace, OWN_PLATFORM, rollUp, writeEvents } from '#modules/events/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Standing } from '#modules/members/contract.ts';
import { ensureOwnerToken } from '#modules/identity/index.ts';
import { ensureAccounts, mergeMembers, type SeenAccount, setStandings } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  simulateCommunity,
  type SimulatedAccount,
  type SimulatedCommunity,
} from '#testkit/simulated-community/index.ts';
import { type DemoOwner, demoOwner } from './demo-owner.ts';
import { demoSignIns, joinSignedIn, meetInPerson, regularsOf, setUpDemo } from './demo-set-up.ts';
import { demoAnalyses } from './demo-analyses.ts';
import { demoCredit } from './demo-credit.ts';
import { demoExams } from './demo-exams.ts';
import { demoGoals } from './demo-goals.ts';
import { demoLevels } from './demo-levels.ts';
import { demoPoints } from './demo-points.ts';
import { demoPlays } from './demo-plays.ts';
import { demoRewards } from './demo-rewards.ts';
import { demoReports } from './demo-reports.ts';
import { demoSending } from './demo-sending.ts';
import { demoSegments } from './demo-segments.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

export type LoadDemoOptions = {
  password(): string;
  say(line: string): void;
  /** Evaluates the community when its history is there, so that the console has something to show at once. */
  evaluate(community: CommunityIds): Promise<void>;
  /** Stops the load; the next start goes on with it. */
  signal?: AbortSignal;
  /** People in the simulated community; 2,000 unless told. */
  members?: number;
};

const loadedSchema = z.object({ communityId: z.string(), now: z.number(), loaded: z.boolean() });
type Loaded = z.infer<typeof loadedSchema>;

/**
 * The demo's owner and, in a workspace without communities, the simulated community. A load that was cut off goes on
 * with the same story at the next start; ids that are there are dropped, so nothing is counted twice.
 */
export async function loadDemo(services: Services, options: LoadDemoOptions): Promise<DemoOwner> {
  const owner = await demoOwner(services, options.password);
  const { database, clock, config } = services;
  await ensureOwnerToken(database, clock, config.dataDir);
  const file = join(config.dataDir, 'demo.json');
  const kept = loadedSchema.safeParse(JSON.parse(await readFile(file, 'utf8').catch(() => 'null')));
  if (kept.success && kept.data.loaded) return owner;
  const communities = await database.inWorkspace(owner.workspaceId, listCommunities);
  if (!kept.success && communities.length > 0) return owner;

  const now = kept.success ? kept.data.now : clock.now();
  const story = simulateCommunity({ now, members: options.members });
  const communityId = kept.success ? kept.data.communityId : await makeCommunity(services, owner.workspaceId, story);
  await keep(file, { communityId, now, loaded: false });
  options.say('telling nine months of a simulated community …');
  const ids = { workspaceId: owner.workspaceId, communityId };
  const accounts = await fill(services, ids, story, options.signal);
  await signIn(services, ids, story, accounts);
  options.say('computing its figures …');
  await options.evaluate({ workspaceId: owner.workspaceId, communityId });
  await demoSegments(services, { workspaceId: owner.workspaceId, communityId });
  await demoAnalyses(services, { workspaceId: owner.workspaceId, communityId });
  await demoPlays(services, { workspaceId: owner.workspaceId, communityId });
  await demoGoals(services, { workspaceId: owner.workspaceId, communityId });
  await demoReports(services, { workspaceId: owner.workspaceId, communityId });
  await demoSending(services, { workspaceId: owner.workspaceId, communityId });
  await demoPoints(services, { workspaceId: owner.workspaceId, communityId }, story);
  await demoLevels(services, { workspaceId: owner.workspaceId, communityId });
  await demoCredit(services, { workspaceId: owner.workspaceId, communityId });
  await demoExams(services, { workspaceId: owner.workspaceId, communityId });
  await demoRewards(services, { workspaceId: owner.workspaceId, communityId });
  await keep(file, { communityId, now, loaded: true });
  return owner;
}

async function keep(file: string, loaded: Loaded): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(loaded)}\n`);
  await rename(`${file}.new`, file);
}

async function makeCommunity(
  { database }: Services,
  workspaceId: string,
  { community }: SimulatedCommunity,
): Promise<string> {
  const made = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { ...community, type: 'interest' }),
  );
  return made.id;
}

/** Writes the story as an import would: groups, events, accounts; then who is the same person, an expert, of the team. */
async function fill(
  { database, engine, turns }: Services,
  ids: CommunityIds,
  story: SimulatedCommunity,
  signal?: AbortSignal,
): Promise<SeenAccount[]> {
  const { workspaceId, communityId } = ids;
  const space = communitySpace(communityId);
  const scope = grantScope(workspaceId, communityId);
  const turn = turns.of(communityId);
  const accounts = new Map<string, SeenAccount>();
  const noted = noteAccounts(story.events(), accounts, space.accountId, signal);
  const written = await writeEvents(engine, scope, { zone: story.community.zone, turn }, noted);
  const groups = story.groups.map((group) => ({ ...group, id: space.groupId(group.platform, group.externalId) }));
  const idOf = ({ platform, externalId }: SimulatedAccount) => space.accountId(platform, externalId);
  await database.inWorkspace(workspaceId, async (tx) => {
    await ensureGroups(tx, communityId, groups);
    await ensureAccounts(tx, communityId, [...accounts.values()]);
    await nameStandings(tx, communityId, story, (account) => (accounts.has(idOf(account)) ? idOf(account) : undefined));
  });
  await rollUp(engine, scope, written.changed, { turn });
  return [...accounts.values()];
}

/** What operators add: culture, purposes, and a group that meets in the shop with its sign-in sheets. */
async function signIn(
  { database, engine, turns }: Services,
  { workspaceId, communityId }: CommunityIds,
  story: SimulatedCommunity,
  online: readonly SeenAccount[],
): Promise<void> {
  const space = communitySpace(communityId);
  const scope = grantScope(workspaceId, communityId);
  const turn = turns.of(communityId);
  const group = await database.inWorkspace(workspaceId, async (tx) => {
    await setUpDemo(tx, communityId);
    return meetInPerson(tx, communityId);
  });
  const { events, people } = demoSignIns(story, group, regularsOf(online));
  const accounts = new Map<string, SeenAccount>();
  const noted = noteAccounts(events, accounts, space.accountId);
  const written = await writeEvents(engine, scope, { zone: story.community.zone, turn }, noted);
  await database.inWorkspace(workspaceId, async (tx) => {
    await ensureAccounts(tx, communityId, [...accounts.values()]);
    await joinSignedIn(tx, communityId, people, space);
  });
  await rollUp(engine, scope, written.changed, { turn });
}

/** Passes events on, keeping who wrote them. */
function* noteAccounts(
  events: Iterable<NeutralEvent>,
  accounts: Map<string, SeenAccount>,
  accountId: (platform: string, externalId: string) => string,
  signal?: AbortSignal,
): Generator<NeutralEvent> {
  for (const event of events) {
    signal?.throwIfAborted();
    const platform = event.platform ?? OWN_PLATFORM;
    const id = accountId(platform, event.member);
    const known = accounts.get(id);
    const at = Date.parse(event.at);
    if (known) {
      known.name = event.name ?? known.name;
      known.bot ||= event.bot ?? false;
    } else {
      accounts.set(id, {
        id,
        platform,
        externalId: event.member,
        name: event.name,
        bot: event.bot ?? false,
        firstAt: at,
      });
    }
    yield event;
  }
}

async function nameStandings(
  tx: Tx,
  communityId: string,
  story: SimulatedCommunity,
  idOf: (account: SimulatedAccount) => string | undefined,
): Promise<void> {
  const standings = new Map<string, Standing[]>();
  for (const [standing, people] of [
    ['team', story.team],
    ['expert', story.experts],
  ] as const) {
    for (const memberId of people.map(idOf)) {
      if (memberId) standings.set(memberId, [...(standings.get(memberId) ?? []), standing]);
    }
  }
  for (const [memberId, own] of standings) await setStandings(tx, { communityId, memberId, standings: own });
  for (const person of story.samePeople) {
    const [intoId, ...others] = person.map(idOf).filter((id) => id !== undefined);
    for (const memberId of others) {
      await mergeMembers(tx, { communityId, intoId: intoId!, memberId, reason: 'demo: the same person' }).catch(
        alreadyOne,
      );
    }
  }
}

function alreadyOne(error: unknown): void {
  if ((error as { code?: string }).code !== 'already_merged') throw error;
}
