import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { renderJson, reportJsonSchema } from './report-json.ts';
import { sampleReport } from './testing/sample-report.ts';

const published: object = JSON.parse(
  await readFile(new URL('../../../docs/report.schema.json', import.meta.url), 'utf8'),
);

describe('the published schema', () => {
  it('is up to date (node src/app/report/write-report-schema.ts)', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())));
  });

  it('accepts what the command prints, and not something else', () => {
    const validate = new Ajv2020({ strict: false }).compile(published);
    const printed = JSON.parse(renderJson(sampleReport())) as Record<string, unknown>;
    expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...printed, asOf: 'yesterday' })).toBe(false);
    expect(validate({ ...printed, members: {} })).toBe(false);
    const { health: _health, ...without } = printed;
    expect(validate(without)).toBe(false);
  });

  it('names the fields that others rely on', () => {
    const report = JSON.parse(renderJson(sampleReport())) as ReturnType<typeof sampleReport>;
    expect(report.asOf).toBe('2026-11-18');
    expect(report.members.tiers).toEqual({
      newcomer: 118,
      leader: 38,
      loyal: 131,
      active: 322,
      potential: 411,
      silent: 980,
    });
    expect(report.retention.weekly[0]).toMatchObject({ cohort: '2026-W28', retained: expect.any(Array) });
    expect(report.network.leaders[0]).toMatchObject({ member: 'wm0', influence: expect.any(Number) });
  });
});
