import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { changeList } from './change-list.ts';
import { checkRule } from './check-rule.ts';
import type { CreateSegment, UpdateSegment } from './contract.ts';
import { WrongSegmentKind } from './errors.ts';
import { giveTags } from './give-tags.ts';
import { recomputeSegments } from './recompute-segments.ts';
import {
  addSegment,
  changeSegment,
  checkFree,
  getSegment,
  removeSegments,
  type SegmentChange,
  type SegmentRow,
} from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';
import { checkUnused } from './where-used.ts';
import { dropSegments } from './write-changes.ts';

/** Who asks, in which community. */
export type Asking = { caller: Actor; evaluated: Evaluated };

/** What of a segment the audit trail keeps. */
const trail = ({ name, description, rule, tag, archivedAt }: SegmentRow) => ({
  name,
  description,
  rule,
  tag,
  archived: archivedAt !== null,
});

const subjectOf = ({ id, name }: { id: string; name: string }) => ({ kind: 'segment', id, label: name });

/** Makes a segment and computes it. Throws BadRule, SegmentCycle, Conflict. */
export async function createSegment(
  services: SegmentServices,
  { caller, evaluated }: Asking,
  body: CreateSegment,
): Promise<string> {
  const { database } = services;
  const { workspaceId } = caller;
  const communityId = evaluated.community.id;
  const rule = body.kind === 'rule' ? body.rule : null;
  if (rule) await checkRule(services, evaluated, rule, { id: 'new', name: body.name, tag: body.tag });
  const { name, description, tag } = body;
  const id = await database.inWorkspace(workspaceId, async (tx) => {
    const made = await addSegment(tx, {
      communityId,
      name,
      description,
      rule,
      tag,
      createdBy: caller.operatorId ?? null,
    });
    const after = trail(await getSegment(tx, communityId, made));
    await recordChange(tx, caller, {
      action: 'segments.create',
      subject: subjectOf({ id: made, name }),
      communityId,
      after,
    });
    return made;
  });
  if (body.kind === 'list' && body.memberIds.length > 0) {
    await changeList(services, evaluated, { segmentId: id, add: body.memberIds, remove: [] });
  } else await recomputeSegments(services, { workspaceId, communityId, only: [id] });
  return id;
}

/**
 * Changes a segment: name, rule, tag, archived or not, kept where it was transient. Computed anew where that changes who
 * is in it. Throws BadRule, SegmentCycle, SegmentChanged, SegmentInUse (to be archived), Conflict.
 */
export async function updateSegment(
  services: SegmentServices,
  { caller, evaluated }: Asking,
  segmentId: string,
  { version, ...body }: UpdateSegment,
): Promise<void> {
  const { database, clock } = services;
  const { workspaceId } = caller;
  const communityId = evaluated.community.id;
  const get = (tx: Tx) => getSegment(tx, communityId, segmentId);
  const before = await database.inWorkspace(workspaceId, get);
  if (body.rule !== undefined && before.rule === null)
    throw new WrongSegmentKind('a list has no rule: change its members');
  const rule = body.rule ?? before.rule;
  const tag = body.tag === undefined ? before.tag : body.tag;
  const name = body.name ?? before.name;
  const isBack = body.archived === false && before.archivedAt !== null;
  if (rule && (body.rule !== undefined || body.tag !== undefined || isBack)) {
    await checkRule(services, evaluated, rule, { id: segmentId, name, tag });
  }
  const { after, isGone } = await database.inWorkspace(workspaceId, async (tx) => {
    const now = await get(tx);
    const isGone = body.archived === true && now.archivedAt === null;
    if (isGone) await checkUnused(tx, services, { communityId, segmentId });
    const change: SegmentChange = {
      name,
      tag,
      ...(body.description === undefined ? {} : { description: body.description }),
      ...(body.rule === undefined ? {} : { rule: body.rule }),
      ...(isGone ? { archivedAt: new Date(clock.now()) } : {}),
      ...(isBack ? { archivedAt: null } : {}),
      ...(body.transient === false && now.expiresAt !== null ? { expiresAt: null } : {}),
    };
    const isListed =
      (change.expiresAt === null || now.expiresAt === null) && (isBack || (now.archivedAt === null && !isGone));
    if (isListed) await checkFree(tx, { id: segmentId, communityId, name, tag });
    await changeSegment(tx, now, version, change);
    const changed = await get(tx);
    const subject = subjectOf(changed);
    await recordChange(tx, caller, {
      action: 'segments.update',
      subject,
      communityId,
      before: trail(now),
      after: trail(changed),
    });
    return { after: changed, isGone };
  });
  if (isGone) await giveTags(services, evaluated.frame.scope, after);
  else if (
    after.archivedAt === null &&
    after.expiresAt === null &&
    (after.evaluationId === null || after.tag !== after.tagGiven)
  ) {
    await recomputeSegments(services, { workspaceId, communityId, only: [segmentId] });
  }
}

/** Forgets a segment with its members and its past. Throws SegmentInUse. */
export async function removeSegment(
  services: SegmentServices,
  { caller, evaluated }: Asking,
  segmentId: string,
): Promise<void> {
  const { database } = services;
  const { workspaceId } = caller;
  const communityId = evaluated.community.id;
  const before = await database.inWorkspace(workspaceId, async (tx) => {
    const segment = await getSegment(tx, communityId, segmentId);
    await checkUnused(tx, services, { communityId, segmentId });
    return segment;
  });
  await giveTags(services, evaluated.frame.scope, { ...before, tag: null });
  await database.inWorkspace(workspaceId, async (tx) => {
    await checkUnused(tx, services, { communityId, segmentId });
    await removeSegments(tx, [segmentId]);
    await recordChange(tx, caller, {
      action: 'segments.delete',
      subject: subjectOf(before),
      communityId,
      before: trail(before),
    });
  });
  await dropSegments(evaluated.frame, [segmentId]);
}
