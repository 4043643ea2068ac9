import { writeFile } from 'node:fs/promises';
import { reportJsonSchema } from './report-json.ts';

// Run after changing the report's contract: node src/app/report/write-report-schema.ts
await writeFile(
  new URL('../../../docs/report.schema.json', import.meta.url),
  `${JSON.stringify(reportJsonSchema(), null, 2)}\n`,
);
