import { expect, it } from 'vitest';
import { applyPreset } from './apply-preset.ts';

const service = { purpose: 'service' as const, answerHours: 1, rules: 'be quick', contentKinds: ['FAQ'] };
const chat = { purpose: 'chat' as const, answerHours: null, rules: 'be kind', contentKinds: ['fun'] };
const empty = { platform: 'qq', answerHours: null, rules: '', contentKinds: [] };

it('fills what is empty, replaces what the former purpose preset, and leaves what somebody wrote', () => {
  const { purpose: _, ...words } = service;
  expect(applyPreset(empty, undefined, service)).toEqual(words);
  expect(applyPreset({ ...words, platform: 'qq' }, service, chat)).toEqual({
    answerHours: null,
    rules: 'be kind',
    contentKinds: ['fun'],
  });
  const own = { platform: 'qq', answerHours: 8, rules: 'my own', contentKinds: ['mine'] };
  expect(applyPreset(own, service, chat)).toEqual({});
  expect(applyPreset(own, service, undefined)).toEqual({});
  expect(applyPreset({ ...empty, platform: 'offline' }, undefined, service).answerHours).toBeNull();
});
