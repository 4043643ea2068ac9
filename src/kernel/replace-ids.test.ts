import { expect, test } from 'vitest';
import { replaceIds } from './replace-ids.ts';

const ids = new Map([
  ['aaaa-1', 'tomb-1'],
  ['aaaa-2', 'tomb-2'],
]);

test('ids become others everywhere, and who they meant is not said any more', () => {
  const report = {
    leaders: [
      { memberId: 'aaaa-1', member: 'wx_ann', name: 'Ann', influence: 0.5 },
      { memberId: 'bbbb-1', member: 'wx_bob', name: 'Bob', influence: 0.2 },
    ],
    inputs: { experts: ['aaaa-2', 'bbbb-1'], note: 'aaaa-1 and bbbb-1', 'aaaa-1': 3 },
    total: 2,
    nothing: null,
  };
  expect(replaceIds(report, { ids, name: '—' })).toEqual({
    leaders: [
      { memberId: 'tomb-1', member: 'tomb-1', name: '—', influence: 0.5 },
      { memberId: 'bbbb-1', member: 'wx_bob', name: 'Bob', influence: 0.2 },
    ],
    inputs: { experts: ['tomb-2', 'bbbb-1'], note: 'tomb-1 and bbbb-1', 'tomb-1': 3 },
    total: 2,
    nothing: null,
  });
});
