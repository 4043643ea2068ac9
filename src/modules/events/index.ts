export { changeZone } from './change-zone.ts';
export { communitySpace, OWN_PLATFORM, type CommunitySpace } from './community-space.ts';
export { type Admit, createIntake, type Intake } from './forget-intake.ts';
export {
  addTombstones,
  listTombstones,
  tombstoneHash,
  tombstoneKey,
  tombstonesOf,
  type Tombstone,
} from './forget-store.ts';
export { ERASED_NAME, ERASED_TABLES, eraseEvents } from './erase-events.ts';
export { checkEvent } from './inbox/check-event.ts';
export { countErasure, type ErasureCounts } from './erase-counts.ts';
export { type ErasurePlan, planErasure } from './erase-plan.ts';
export { erasureSql, mentionPattern } from './erase-sql.ts';
export { admitWaiting, WAITING_TABLES } from './erase-waiting.ts';
export { eventsRoutes, type EventsRoutesParts } from './http.ts';
export { type Acceptance, type AcceptEvents, type AcceptTarget, createAcceptEvents } from './inbox/accept-events.ts';
export { CommunityTurns } from './inbox/community-turns.ts';
export { KeyedLoop } from './inbox/keyed-loop.ts';
export type { CommunityRef, LiveEvent, Reaction } from './inbox/drain-inbox.ts';
export { EventWorker, type EventWorkerOptions } from './inbox/event-worker.ts';
export { countWaiting } from './inbox/inbox-store.ts';
export { streamImportedAccounts, streamImportedGroups } from './imported-people.ts';
export { personaMap, type MemberLabel, type WrittenPersonaMap } from './persona-map.ts';
export { loadPersonas } from './persona-store.ts';
export {
  effectiveRenames,
  mapPersonas,
  spansOf,
  type ManualMerge,
  type PersonaMap,
  type Rename,
  type Span,
} from './personas.ts';
export { settleLog } from './settle-log.ts';
export { nextRetention, RETENTION_MINUTE, retentionRoutes } from './retain-http.ts';
export { findOptionalRun, limitsTexts, noteRun, readRules, setRule } from './retain-rules.ts';
export { countTextsBeyond, deleteTextsBeyond } from './retain-texts.ts';
export { rollUp, type RollUpOptions } from './roll-up.ts';
export {
  currentDays,
  listStaleDays,
  personaOf,
  personaSpans,
  standingTexts,
  type PersonaColumns,
} from './roll-up-reads.ts';
export { countUndo, forgetSightings, type UndoCounts, undoImport } from './undo-import.ts';
export { accountsNamedBy, groupsNamedBy, type NamedByImport } from './undo-people.ts';
export { localDayOf, type ZoneOffsets, zoneOffsets } from './zone-offsets.ts';
export { writeEvents, type ChangedDays, type Turn, type WriteOptions, type WriteSummary } from './write-events.ts';
