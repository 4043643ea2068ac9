import { workOnBulkActions } from '#modules/bulk/index.ts';
import { ConnectionRunner } from '#modules/connections/index.ts';
import { createSanctionsOnJoin, SanctionWorker } from '#modules/credit/index.ts';
import { createHeardNotes, DeliveryWorker, listChannels } from '#modules/delivery/index.ts';
import { EventWorker } from '#modules/events/index.ts';
import { passedEntry, workOnExams } from '#modules/exams/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { removeLeftovers, workOnImports, workOnUndo } from '#modules/imports/index.ts';
import { evaluateCommunity, isStale } from '#modules/insights/index.ts';
import { createEntryChecks } from '#modules/levels/index.ts';
import { workOnNetwork } from '#modules/introductions/index.ts';
import { queueSearch, workOnSearches } from '#modules/matching/index.ts';
import { createEarning, workOnPoints } from '#modules/points/index.ts';
import { createChoices, createReactions } from '#modules/reactions/index.ts';
import { createRelay } from '#modules/relay/index.ts';
import { proveSignIns } from '#modules/member-access/index.ts';
import { workOnRituals } from '#modules/rituals/index.ts';
import { workOnReports } from '#modules/reports/index.ts';
import { creditParts } from './credit-parts.ts';
import { examParts } from './exam-ports.ts';
import { workOnErasures } from './erase-member-task.ts';
import { workOnRetention } from './retention.ts';
import { type Evaluations, startEvaluations } from './evaluations.ts';
import { workOnFollowing } from './follow-evaluation.ts';
import { queueRemovals, workOnLevels } from './levels-work.ts';
import { memberLinks } from './member-links.ts';
import { reportSources } from './report-sources.ts';
import { workOnSegments } from './segments-work.ts';
import type { Services } from './services.ts';
import { workOnZoneChanges } from './zone-change.ts';

export type Workers = {
  evaluations: Evaluations;
  events: EventWorker;
  connections: ConnectionRunner;
  deliveries: DeliveryWorker;
  stop(): Promise<void>;
};

/** Work that goes on without a request: inboxes are drained, days rolled up, communities evaluated. */
export async function startWorkers(services: Services): Promise<Workers> {
  const { database, engine, log, turns } = services;
  const { connectors } = services.connections;
  const evaluations = await startEvaluations(services, {
    evaluate: async (community) => void (await evaluateCommunity(services, community)),
    isStale: (community) => isStale(services, community),
  });
  const events = new EventWorker({
    database,
    engine,
    log,
    turns,
    intake: services.intake,
    listWorkspaces: () => database.asSystem(listWorkspaceIds),
    onCommunityChanged: (community) => evaluations.changed(community),
    reactions: [
      createHeardNotes({ database, connectors }),
      createSanctionsOnJoin({ database, connectors, clock: services.clock }),
      createChoices({ ...services, connectors }),
      createRelay({ ...services, connectors }),
      createReactions({
        ...services,
        connectors,
        signIns: proveSignIns,
        onPeopleChanged: (community) => evaluations.changed(community),
      }),
      createEarning({ database, engine, clock: services.clock, onEarned: services.onLevelsChanged }),
      createEntryChecks({
        database,
        clock: services.clock,
        connectors,
        passedEntry,
        onRemove: (community) =>
          void queueRemovals(services.jobs, community).catch((error: unknown) =>
            log.error({ err: error, ...community }, 'removing who came in without a benefit could not be queued'),
          ),
      }),
    ],
  });
  await events.start();
  await workOnBulkActions({ ...services, onPeopleChanged: (community) => evaluations.changed(community) });
  await workOnImports({
    ...services,
    onCommunityChanged(community) {
      evaluations.changed(community);
      // Whom an import brought may be there already under another account.
      database
        .inWorkspace(community.workspaceId, (tx) => queueSearch(tx, services.jobs, community))
        .catch((error: unknown) => log.warn({ err: error, ...community }, 'a search for people could not be queued'));
    },
  });
  await workOnSearches(services);
  await workOnExams(examParts(services));
  await workOnFollowing(services);
  await workOnNetwork(services);
  await workOnReports({ ...services, sources: reportSources(services) });
  await workOnSegments(services);
  await workOnLevels(services, () => connections);
  await workOnUndo({ ...services, onCommunityChanged: (community) => evaluations.changed(community) });
  await workOnRetention(services);
  await workOnZoneChanges({ ...services, onCommunityChanged: (community) => evaluations.changed(community) });
  await workOnErasures({ ...services, onCommunityChanged: (community) => evaluations.changed(community) });
  await workOnPoints({ ...services, listChannels: listChannels(connectors) });
  await workOnRituals({ ...services, listChannels: listChannels(connectors) });
  await removeLeftovers(services, await database.asSystem(listWorkspaceIds));
  const connections = new ConnectionRunner({
    ...services.connections,
    random: Math.random,
    listWorkspaces: () => database.asSystem(listWorkspaceIds),
  });
  await connections.start();
  const deliveries = new DeliveryWorker({
    database,
    log,
    clock: services.clock,
    channels: connections,
    listChannels: listChannels(services.connectors),
    listWorkspaces: () => database.asSystem(listWorkspaceIds),
    linkOf: memberLinks(services),
  });
  await deliveries.start();
  const sanctions = new SanctionWorker({
    ...creditParts(services),
    log,
    channels: connections,
    listWorkspaces: () => database.asSystem(listWorkspaceIds),
  });
  await sanctions.start();
  return {
    evaluations,
    events,
    connections,
    deliveries,
    async stop() {
      await sanctions.stop();
      await deliveries.stop();
      await connections.stop();
      await events.stop();
      await evaluations.stop();
    },
  };
}
