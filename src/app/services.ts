import type { Clock } from '#kernel/clock.ts';
import { CONNECTORS } from '#connectors/connectors.ts';
import { analysesUsing, ResultMemory } from '#modules/analyses/index.ts';
import { type AnyConnector, type Connections, createConnections } from '#modules/connections/index.ts';
import {
  type AcceptEvents,
  CommunityTurns,
  createAcceptEvents,
  createIntake,
  type Intake,
} from '#modules/events/index.ts';
import { noteLate } from '#modules/delivery/index.ts';
import { objectivesUsing } from '#modules/goals/index.ts';
import {
  createCodeResolver,
  createGrowthKeys,
  createRecordHits,
  type GrowthKeys,
  type RecordHits,
} from '#modules/growth/index.ts';
import { type ExportFormats, ImportFiles } from '#modules/imports/index.ts';
import { type Auth, Authenticator, createAuth } from '#modules/identity/index.ts';
import { createMemberKeys, type MemberKeys } from '#modules/member-access/index.ts';
import { queueNetworkWork } from '#modules/introductions/index.ts';
import type { SegmentCondition } from '#modules/insights/index.ts';
import { Leaderboards } from '#modules/levels/index.ts';
import { createRedeem, type Redeem } from '#modules/rewards/index.ts';
import { type RuleSources, segmentCondition, type UsesOfSegments } from '#modules/segments/index.ts';
import type { Config } from '#platform/config.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import { createScanner, FileStore, type ScanFile } from '#platform/files/index.ts';
import { EventStreams } from '#platform/http/index.ts';
import type { Jobs } from '#platform/jobs/index.ts';
import type { Log } from '#platform/log.ts';
import { createMailer, type Mailer } from '#platform/mail/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';
import type { CommunityIds } from './evaluations.ts';
import { exportFormats } from './export-formats.ts';
import { queueFollowing } from './follow-evaluation.ts';
import { queueLevels } from './levels-work.ts';
import { ruleSources } from './rule-sources.ts';
import { queueSegments } from './segments-work.ts';
import { firstTombstoneKeys, secretBoxOf } from './tombstone-keys.ts';

/** What routes and handlers are built from. */
export type Services = {
  config: Config;
  log: Log;
  clock: Clock;
  database: Database;
  engine: EventEngine;
  jobs: Jobs;
  streams: EventStreams;
  auth: Auth;
  authenticator: Authenticator;
  /** Seals what has to be kept readable: secrets of authenticator apps, keys of platforms. */
  secrets: SecretBox;
  /** Sends mail to operators, where the server was told how. */
  mailer: Mailer;
  acceptEvents: AcceptEvents;
  /** What of arriving events may be kept. */
  intake: Intake;
  /** Keys of the list of erased people: the present one, then earlier ones. They outlive the server's secret. */
  tombstoneKeys: readonly Buffer[];
  /** Keeps writers of one community's log apart. */
  turns: CommunityTurns;
  formats: ExportFormats;
  /** Every platform that can be connected. */
  connectors: readonly AnyConnector[];
  /** What connections work with in this process. */
  connections: Connections;
  growthKeys: GrowthKeys;
  memberKeys: MemberKeys;
  recordHits: RecordHits;
  /** What rules of segments ask of other modules. */
  ruleSources: RuleSources;
  /** Where segments are used outside of their module. */
  segmentUses: readonly UsesOfSegments[];
  /** Results of analyses that were worked out lately. */
  analysisResults: ResultMemory;
  /** The workspace that a public code leads to. */
  workspaceOf: (code: string) => Promise<string | undefined>;
  /** Whom a segment means, for filters of members. */
  segmentCondition: SegmentCondition;
  /** Places on leaderboards that were worked out lately. */
  leaderboards: Leaderboards;
  /** Asks that the levels of a community are looked at: points were posted, a paper was passed, standards are other. */
  onLevelsChanged: (community: CommunityIds) => void;
  /** Queues what follows an evaluation. */
  onEvaluated: (community: CommunityIds) => void;
  /** Redeems rewards; many callers at once share a transaction. */
  redeem: Redeem;
  /** Files that workspaces keep. */
  fileStore: FileStore;
  /** Looks at uploads for malware, where the server was told of a scanner. */
  scanFile: ScanFile;
  /** Uploaded exports. */
  files: ImportFiles;
};

/** Puts the services over engines that run. */
export function createServices(
  parts: Pick<Services, 'config' | 'log' | 'clock' | 'database' | 'engine' | 'jobs'> & {
    secret: string;
    /** Earlier secrets, which still open what they sealed. */
    earlierSecrets?: string[];
    /** Those that are kept; made out of the secrets unless given. */
    tombstoneKeys?: readonly Buffer[];
    /** Those of the registry unless given. */
    connectors?: readonly AnyConnector[];
  },
): Services {
  const { secret, earlierSecrets = [], ...rest } = parts;
  const secrets = { secret, earlierSecrets };
  const { config, clock, database } = parts;
  const secureCookies = config.publicUrl?.startsWith('https:') ?? false;
  const auth = createAuth({ pool: database.pool, secret, secureCookies });
  const { tombstoneKeys = firstTombstoneKeys(secrets) } = parts;
  const intake = createIntake({ database, keys: tombstoneKeys, clock });
  const { publicUrl } = config;
  const authenticator = new Authenticator({ database, auth, clock, publicUrl });
  const acceptEvents = createAcceptEvents({ database, intake });
  const workspaceOf = createCodeResolver(database, clock);
  const box = secretBoxOf(secrets);
  const { log, connectors = CONNECTORS } = parts;
  return {
    ...rest,
    auth,
    authenticator,
    secrets: box,
    connectors,
    connections: createConnections({
      database,
      secrets: box,
      clock,
      log,
      acceptEvents,
      connectors,
      publicUrl,
      workspaceOf,
      onLate: async ({ workspaceId, connectionId }, messageId, outcome) => {
        const late = { connectionId, messageId, now: clock.now() };
        await database.inWorkspace(workspaceId, (tx) => noteLate(tx, late, outcome));
      },
    }),
    mailer: createMailer(config),
    streams: new EventStreams(),
    acceptEvents,
    intake,
    tombstoneKeys,
    turns: new CommunityTurns(database),
    formats: exportFormats,
    growthKeys: createGrowthKeys(secret),
    memberKeys: createMemberKeys(secret),
    recordHits: createRecordHits(parts.engine),
    workspaceOf,
    ruleSources: ruleSources(clock),
    segmentUses: [analysesUsing, objectivesUsing],
    analysisResults: new ResultMemory(),
    segmentCondition,
    leaderboards: new Leaderboards({ database, engine: parts.engine, clock }),
    onLevelsChanged: (community) => {
      const queue = async (): Promise<unknown> => queueLevels(parts.jobs, community);
      // The hourly look finds what could not be queued.
      queue().catch((error: unknown) => log.error({ err: error, ...community }, 'levels could not be queued'));
    },
    onEvaluated: (community) => {
      for (const queue of [queueNetworkWork, queueSegments, queueFollowing, queueLevels])
        queue(parts.jobs, community).catch((error: unknown) =>
          parts.log.error({ err: error, ...community }, 'what follows an evaluation could not be queued'),
        );
    },
    redeem: createRedeem(database),
    fileStore: new FileStore(config.dataDir),
    scanFile: createScanner(config.scanner, parts.log),
    files: new ImportFiles(config.dataDir),
  };
}
