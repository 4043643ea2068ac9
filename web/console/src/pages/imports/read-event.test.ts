import { expect, it } from 'vitest';
import { readEvent } from './read-event.ts';

it('reads what there is, and shows the rest as it came', () => {
  expect(readEvent('{"kind":"message","member":7}')).toEqual({
    kind: 'message',
    member: '7',
    pretty: '{\n  "kind": "message",\n  "member": 7\n}',
  });
  expect(readEvent('not json')).toEqual({ pretty: 'not json' });
  expect(readEvent('null')).toEqual({ pretty: 'null' });
});
