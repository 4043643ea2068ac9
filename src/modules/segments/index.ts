export { inSegment, segmentMembers } from './segment-condition.ts';
