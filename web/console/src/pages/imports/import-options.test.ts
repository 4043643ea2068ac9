import { describe, expect, it } from 'vitest';
import type { Preview } from '../../../../../src/connectors/contract.ts';
import { firstOptions, missingChoices } from './import-options.ts';

const preview = (part: Partial<Preview>): Preview => ({
  format: 'csv',
  events: [],
  read: 0,
  complete: true,
  groups: [],
  kinds: {},
  skipped: [],
  ambiguities: [],
  warnings: [],
  ...part,
});

describe('choices of an import', () => {
  it('start with what the preview proposes, and with the zone of the community', () => {
    const options = firstOptions(
      preview({
        ambiguities: [
          { option: 'timezone', required: false, evidence: '' },
          { option: 'year', required: true, proposed: '2024', evidence: '' },
          { option: 'dateOrder', required: true, evidence: '' },
        ],
      }),
      'Asia/Urumqi',
    );
    expect(options).toEqual({ timezone: 'Asia/Urumqi', year: 2024 });
  });

  it('name what is still to be chosen: required choices and the two columns that are needed', () => {
    const open = preview({
      ambiguities: [{ option: 'dateOrder', required: true, evidence: '' }],
      columns: [{ name: 'who', samples: [] }],
      mapping: { member: 'who' },
    });
    const options = firstOptions(open, 'Asia/Shanghai');
    expect(options.mapping).toEqual({ member: 'who', at: '' });
    expect(missingChoices(open, options)).toEqual(['dateOrder', 'mapping']);
    expect(missingChoices(open, { dateOrder: 'DMY', mapping: { member: 'who', at: 'when' } })).toEqual([]);
  });

  it('ask which community is meant where the file holds several', () => {
    const several = preview({
      communities: [
        { id: 'a', events: 2 },
        { id: 'b', events: 1 },
      ],
    });
    expect(missingChoices(several, {})).toEqual(['sourceCommunity']);
    expect(missingChoices(several, {}, 'b')).toEqual([]);
    expect(missingChoices(preview({ communities: [{ id: 'a', events: 2 }] }), {})).toEqual([]);
  });
});
