export { ERASED_INTRODUCTION_TABLES, eraseIntroductionsOf } from './erase-introductions.ts';
export { followEvaluation, queueNetworkWork, workOnNetwork } from './follow-evaluation.ts';
export { introductionsRoutes } from './http.ts';
export { proposeIntroductions } from './propose-introductions.ts';
