export { createChoices } from './hear-choices.ts';
export { createReactions, type ReactionParts } from './react.ts';
export { createRule } from './change-rule.ts';
export type { NewRule } from './contract.ts';
export { ERASED_REACTION_TABLES, eraseReactionsOf } from './erase-reactions.ts';
export { reactionsRoutes, type ReactionRoutesParts } from './http.ts';
export { newProofCode, proofCodeHash } from './proof-code.ts';
export { dropProofCodes, issueProofCode } from './proof-store.ts';
