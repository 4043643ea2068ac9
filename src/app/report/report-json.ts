import { z } from 'zod';
import { communityReportSchema, type CommunityReport } from '#modules/insights/contract.ts';

/** The published JSON Schema of the report, as `docs/report.schema.json` holds it. */
export const reportJsonSchema = (): object => ({
  $id: 'https://qunluo.org/report.schema.json',
  title: 'Qunluo community report',
  ...z.toJSONSchema(communityReportSchema, { target: 'draft-2020-12' }),
});

/** The report as JSON, one object and a line break. Checked against its own schema first: a mismatch is a defect. */
export const renderJson = (report: CommunityReport): string =>
  `${JSON.stringify(communityReportSchema.parse(report), null, 2)}\n`;
