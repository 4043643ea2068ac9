import { SKIP_REASONS } from '#connectors/contract.ts';
import type { Clock } from '#kernel/clock.ts';
import { AppError, BadInput } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import {
  type Admit,
  type CommunityTurns,
  type Intake,
  rollUp,
  settleLog,
  writeEvents,
  type WriteSummary,
} from '#modules/events/index.ts';
import { type EventEngine, grantScope } from '#platform/clickhouse/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { ImportProgress, ImportSummary } from './contract.ts';
import type { ExportFormats, OpenedExport, ReadChoices } from './export-formats.ts';
import type { ImportFiles } from './import-files.ts';
import { findOptionalRunning, listBroken, markEnded, setProgress } from './import-store.ts';
import { ProgressNote } from './progress-note.ts';
import { joinPeople } from './join-people.ts';
import { recordPeople } from './record-people.ts';

export type ImportParts = {
  database: Database;
  engine: EventEngine;
  clock: Clock;
  log: Log;
  formats: ExportFormats;
  files: ImportFiles;
  turns: CommunityTurns;
  intake: Intake;
  /** Told when an import has changed a community. */
  onCommunityChanged(community: { workspaceId: string; communityId: string }): void;
};

type Running = { importId: string; workspaceId: string; signal: AbortSignal };

/** Shares of the whole work, by phase: where it begins and how much of it there is. */
const SHARES: Record<ImportProgress['phase'], readonly [from: number, length: number]> = {
  waiting: [0, 0],
  checking: [0, 0.25],
  writing: [0.25, 0.6],
  people: [0.85, 0.05],
  rolling_up: [0.9, 0.1],
};

/**
 * Runs an import that was started: reads the whole file once without writing, so that one which breaks off changes
 * nothing; then writes its events, makes its people and groups, and rolls up the days. Everything is idempotent, so a
 * run that was killed is simply run again. Throws what may pass by itself; what cannot is kept with the import.
 */
export async function runImport(parts: ImportParts, running: Running): Promise<void> {
  const { database, files, log } = parts;
  const { importId, workspaceId, signal } = running;
  const found = await database.inWorkspace(workspaceId, (tx) => findOptionalRunning(tx, importId));
  if (!found) return;
  try {
    const summary = await read(parts, running, found);
    await database.inWorkspace(workspaceId, (tx) => markEnded(tx, importId, { status: 'done', summary }));
    await files.remove(importId);
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError) || error.status >= 500) throw error;
    log.info({ err: error, importId }, 'an import cannot be read');
    await failImport(database, workspaceId, importId, error);
  }
}

/** Keeps with an import why it failed. */
export async function failImport(
  database: Database,
  workspaceId: string,
  importId: string,
  error: unknown,
): Promise<void> {
  const known = error instanceof AppError;
  const kept = {
    code: known ? error.code : 'internal',
    message: known ? error.message : 'the import failed on our side; the log of the server has the details',
    faults: known ? [...error.faults] : [],
  };
  await database.inWorkspace(workspaceId, (tx) => markEnded(tx, importId, { status: 'failed', error: kept }));
}

type Found = NonNullable<Awaited<ReturnType<typeof findOptionalRunning>>>;

async function read(
  parts: ImportParts,
  { importId, workspaceId, signal }: Running,
  found: Found,
): Promise<ImportSummary> {
  const { database, engine, clock, formats, files, turns } = parts;
  const { communityId, format, startedWith } = found;
  const { community, broken } = await database.inWorkspace(workspaceId, async (tx) => ({
    community: await getCommunity(tx, communityId),
    broken: await listBroken(tx, communityId),
  }));
  const choices: ReadChoices = {
    format,
    options: { timezone: community.zone, ...startedWith.options },
    now: clock.now(),
  };
  const admit = await parts.intake.now({ workspaceId, communityId });
  const note = new ProgressNote((progress) =>
    database.inWorkspace(workspaceId, (tx) => setProgress(tx, importId, progress)),
  );
  const tell = (phase: ImportProgress['phase'], share: number, read = 0, written = 0): void => {
    const [from, length] = SHARES[phase];
    note.tell({ phase, read, written, share: from + length * share });
  };
  const reading = async <T>(
    work: (opened: OpenedExport, events: AsyncIterable<NeutralEvent>) => Promise<T>,
  ): Promise<T> => {
    const opened = await formats.open(files.path(importId, found.fileName), choices);
    try {
      return await work(
        opened,
        chosen(opened.events(), { admit, sourceCommunity: startedWith.sourceCommunity, signal }),
      );
    } finally {
      await opened.close();
    }
  };

  await reading(async (opened, events) => {
    let read = 0;
    for await (const _ of events) if (++read % 5_000 === 0) tell('checking', opened.share(), read);
    if (read === 0) throw nothingInside(opened);
  });
  const scope = grantScope(workspaceId, communityId);
  const turn = turns.of(communityId);
  const { written, skipped } = await reading(async (opened, events) => ({
    written: await writeEvents(
      engine,
      scope,
      { zone: community.zone, importId, token: importId, turn },
      events,
      (now) => tell('writing', opened.share(), now.read, now.written),
    ),
    skipped: opened.skipped(),
  }));
  await settleLog(engine, scope, written.written + written.edited);
  tell('people', 0, written.read, written.written);
  const people = await recordPeople(parts, scope, [importId, ...broken]);
  await rollUp(engine, scope, written.changed, {
    turn,
    onProgress: ({ days, of }) => tell('rolling_up', days / of, written.read, written.written),
  });
  const joined = await joinPeople(database, scope, startedWith);
  await note.end();
  if (written.written + written.edited + joined > 0) parts.onCommunityChanged({ workspaceId, communityId });
  return summarise(written, skipped, people);
}

function nothingInside(opened: OpenedExport): BadInput {
  const faults = opened.skipped().map(({ reason, count, where }) => ({
    where: String(where[0] ?? ''),
    what: `${SKIP_REASONS[reason].en} (${count})`,
  }));
  return new BadInput('the file holds no event that could be taken', faults, 'nothing_to_import');
}

type Choice = { admit: Admit; sourceCommunity: string | undefined; signal: AbortSignal };

/**
 * The events of one community of the file, as far as they may be kept; a file that holds several communities must say
 * which one is meant.
 */
async function* chosen(
  events: AsyncIterable<NeutralEvent>,
  { admit, sourceCommunity, signal }: Choice,
): AsyncGenerator<NeutralEvent> {
  let only = sourceCommunity;
  for await (const event of events) {
    signal.throwIfAborted();
    if (event.community !== undefined) {
      if (sourceCommunity !== undefined && event.community !== sourceCommunity) continue;
      only ??= event.community;
      if (event.community !== only)
        throw new BadInput(
          `the file holds several communities, ${only} and ${event.community} among them; say which one to import`,
          [{ where: 'sourceCommunity', what: 'choose one community of the file' }],
          'several_communities',
        );
    }
    const kept = admit(event);
    if (kept) yield kept;
  }
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const summarise = (
  written: WriteSummary,
  skipped: ImportSummary['skipped'] | readonly ImportSummary['skipped'][number][],
  people: Awaited<ReturnType<typeof recordPeople>>,
): ImportSummary => ({
  read: written.read,
  written: written.written,
  edited: written.edited,
  known: written.merged,
  byKind: written.byKind,
  unknownKinds: written.unknownKinds,
  skipped: [...skipped],
  ...people,
  first: instant(written.first),
  last: instant(written.last),
});
