import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretBox, deriveKey, SecretUnreadable } from './index.ts';

const key = deriveKey('a secret of at least 32 characters');
const next = deriveKey('another secret, made when the first was to go');
const box = createSecretBox(key);

describe('secrets at rest', () => {
  it('come back as they were, for any text and context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, context) => {
        const sealed = box.seal(text, context);
        expect(box.open(sealed, context)).toBe(text);
        expect(sealed).toMatch(/^s1\.[0-9a-f]{8}\.[\w-]+$/);
      }),
    );
  });

  it('look different each time', () => {
    expect(box.seal('same', 'place')).not.toBe(box.seal('same', 'place'));
  });

  it('do not open elsewhere, changed by any one bit, or cut short', () => {
    const sealed = box.seal('JBSWY3DPEHPK3PXP', 'operator 1');
    expect(() => box.open(sealed, 'operator 2')).toThrow(SecretUnreadable);
    const [version, id, text] = sealed.split('.');
    const body = Buffer.from(text!, 'base64url');
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const changed = Buffer.from(body);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => box.open(`${version}.${id}.${changed.toString('base64url')}`, 'operator 1')).toThrow(
        SecretUnreadable,
      );
    }
    expect(() => box.open(sealed.slice(0, 20), 'operator 1')).toThrow(SecretUnreadable);
    expect(() => box.open(`s2.${id}.${text}`, 'operator 1')).toThrow(SecretUnreadable);
  });

  it('open after a rotation while the earlier key is named, and say that they are old', () => {
    const sealed = box.seal('kept', 'place');
    const rotated = createSecretBox(next, [key]);
    expect(rotated.open(sealed, 'place')).toBe('kept');
    expect([rotated.isOld(sealed), rotated.isOld(rotated.seal('new', 'place'))]).toEqual([true, false]);
    expect(() => createSecretBox(next).open(sealed, 'place')).toThrow(/is not here/);
  });

  it('need a whole key', () => {
    expect(() => createSecretBox(Buffer.alloc(16))).toThrow(TypeError);
  });
});
