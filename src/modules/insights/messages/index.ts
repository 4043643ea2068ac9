export { reportSentence } from '../report-sentence.ts';
export { insightMessages, say, sayCode } from './say.ts';
export type { InsightMessages } from './zh-CN.ts';
