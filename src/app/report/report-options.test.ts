import { describe, expect, it } from 'vitest';
import { BadInput } from '#kernel/errors.ts';
import { parseReportOptions, type ReportArguments } from './report-options.ts';

const faultsOf = (given: Partial<ReportArguments>): string[] => {
  try {
    parseReportOptions({ file: 'x', ...given });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(BadInput);
    return (error as BadInput).faults.map(({ where }) => where);
  }
};

describe('parseReportOptions', () => {
  it('has defaults', () => {
    expect(parseReportOptions({ file: 'x' })).toMatchObject({
      file: 'x',
      zone: 'Asia/Shanghai',
      format: 'text',
      language: 'zh-CN',
    });
  });

  it('takes what is given', () => {
    const options = parseReportOptions({
      file: 'x',
      asOf: '2020-02-29',
      timezone: 'America/New_York',
      format: 'html',
      lang: 'en',
      year: '2021',
      dateOrder: 'dmy',
      platform: 'qq',
    });
    expect(options).toMatchObject({
      asOf: 18_321,
      zone: 'America/New_York',
      format: 'html',
      language: 'en',
      read: { year: 2021, dateOrder: 'DMY', platform: 'qq', timezone: 'America/New_York' },
    });
  });

  it.each([
    [{ asOf: '2020-02-30' }, '--as-of'],
    [{ asOf: 'today' }, '--as-of'],
    [{ timezone: 'Mars/Olympus' }, '--timezone'],
    [{ format: 'pdf' }, '--format'],
    [{ lang: 'fr' }, '--lang'],
    [{ year: '20x' }, '--year'],
    [{ dateOrder: 'DYM' }, '--date-order'],
  ])('refuses %o', (given, where) => expect(faultsOf(given)).toEqual([where]));

  it('names all faults at once', () => {
    expect(faultsOf({ asOf: 'x', timezone: 'x', format: 'x' })).toEqual(['--timezone', '--as-of', '--format']);
  });
});
