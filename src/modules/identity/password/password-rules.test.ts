import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordSchema } from '../contract.ts';
import { findPasswordFault } from './password-rules.ts';

const common = new Set(dictionary['passwords-common']);
const context = { common, email: 'lin.xiao@bookshop.example', names: ['林晓', '南城书店'] };
const fault = (password: string) => findPasswordFault(password, context);

describe('a password', () => {
  it('is refused when it is known, as it stands or with a little around it', () => {
    for (const one of ['1q2w3e4r5t', 'Password123!', '!!Sunshine2024', 'ILoveYou1234', 'ｐａｓｓｗｏｒｄ１２３'])
      expect([one, fault(one)]).toEqual([one, 'password_common']);
    const longEnough = [...common].filter((one) => passwordSchema.safeParse(one).success);
    expect(longEnough.length).toBeGreaterThan(1000);
    expect(longEnough.filter((one) => fault(one) === undefined)).toEqual([]);
  });

  it('is refused when it is made of the operator, the workspace or the product', () => {
    for (const one of ['lin.xiao2024', 'Bookshop2024!', '林晓的密码123', 'qunluo-admin', '南城书店书店书店'])
      expect([one, fault(one)]).toEqual([one, 'password_personal']);
  });

  it('is refused when it is a run or a repetition', () => {
    for (const one of ['aaaaaaaaaaaab', 'efghijklmnopq', '一二三一二三一二三一二三', 'qzqzqzqzqzqzq', '٠١٢٣٤٥٦٧٨٩'])
      expect([one, fault(one)]).toEqual([one, 'password_repeated']);
  });

  it('is taken in any script and composition otherwise, spaces included', () => {
    for (const one of [
      'correct horse battery',
      '明月几时有把酒问青天',
      'all lower case words',
      '7G&kq02!mZpl',
      'lin likes the rain in May',
    ])
      expect([one, fault(one)]).toEqual([one, undefined]);
    fc.assert(fc.property(fc.uuid(), (one) => fault(one) === undefined));
  });

  it('has ten characters at least, counted as people count them, and room for a sentence', () => {
    expect(passwordSchema.safeParse('123456789').success).toBe(false);
    expect(passwordSchema.safeParse('🐳🐳🐳🐳🐳').success).toBe(false);
    expect(passwordSchema.safeParse('明月几时有把酒问青天').success).toBe(true);
    expect(passwordSchema.safeParse('x'.repeat(128)).success).toBe(true);
  });
});
