export type { Audience, Fate, Purpose, SourceKind } from './contract.ts';
export type { Channel, DeliveryItem, DeliveryOrder, Language, MessageToSend, Planned } from './order.ts';
export { decideDeliveries } from './decide-deliveries.ts';
export { planDeliveries } from './plan-deliveries.ts';
export { ERASED_DELIVERY_TABLES, eraseDeliveriesOf } from './erase-deliveries.ts';
export { createHeardNotes, noteHeard } from './heard.ts';
export { deliveryRoutes } from './http.ts';
export { chooseDeliveries } from './choose.ts';
export { readChoices } from './choices.ts';
export { checkMessage } from './prepare-items.ts';
export { renderFor } from './templates/render-for.ts';
export {
  blankDeliveries,
  deliveriesByKey,
  progressByKeyPart,
  progressByRecipient,
  progressBySource,
  type SourceProgress,
} from './source-progress.ts';
export { LINK_PLACE, type LinkOf } from './templates/fill-links.ts';
export { addTemplate } from './templates/template-store.ts';
export { fillForPreview } from './templates/fill-for-preview.ts';
export { planWorkspace } from './planner/plan-workspace.ts';
export { DeliveryWorker, type DeliveryWorkerOptions } from './delivery-worker.ts';
export { noteLate } from './note-late.ts';
export { listChannels, type ListChannels } from './list-channels.ts';
export { channelsOf, waysToPeople } from './ways-to-people.ts';
